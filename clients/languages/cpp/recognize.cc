// Streams the JPEG pictures of a folder to an EmotionGrpc server and prints one line for each answer.
#include "emotion/v1/recognition.grpc.pb.h"

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <semaphore>
#include <set>
#include <string>
#include <thread>

namespace pb = emotion::v1;
using Call = grpc::ClientReaderWriter<pb::RecognizeRequest, pb::RecognizeResponse>;

static int fail(const std::string& sentence) {
    std::fprintf(stderr, "%s\n", sentence.c_str());
    return 1;
}

// A line about a frame; empty for messages that answer none.
static std::string describe(const pb::RecognizeResponse& answer) {
    if (answer.has_dropped())
        return "frame " + std::to_string(answer.dropped().sequence()) + ": dropped, " + pb::DropReason_Name(answer.dropped().reason());
    if (answer.has_error())
        return "frame " + std::to_string(answer.error().sequence()) + ": error, " + answer.error().message();
    if (!answer.has_result())
        return "";
    std::string line = "frame " + std::to_string(answer.result().sequence());
    for (const auto& person : answer.result().persons()) {
        line += ", person " + std::to_string(person.track_id()) + ":";
        for (const auto& score : person.emotion().scores())
            if (score.label() == person.emotion().label()) {
                char probability[16];
                std::snprintf(probability, sizeof probability, "%.3f", score.probability());
                line += " " + score.label() + " " + probability;
            }
    }
    return line;
}

// Writes the session's messages. A write that fails ends it; the reader meets the status.
static void send(Call& call, const std::set<std::filesystem::path>& pictures, std::counting_semaphore<>& credits) {
    pb::RecognizeRequest open;
    open.mutable_open()->mutable_options()->mutable_time_to_live()->set_seconds(60); // no picture of a folder grows too old
    call.Write(open);
    auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    uint64_t sequence = 0;
    for (const auto& file : pictures) {
        std::ifstream bytes(file, std::ios::binary);
        pb::RecognizeRequest request;
        auto& frame = *request.mutable_frame();
        frame.set_sequence(++sequence);
        frame.mutable_capture_time()->set_seconds(milliseconds / 1000);
        frame.mutable_capture_time()->set_nanos(milliseconds % 1000 * 1'000'000);
        frame.mutable_image()->set_format(pb::IMAGE_FORMAT_JPEG);
        frame.mutable_image()->set_data(std::string(std::istreambuf_iterator<char>(bytes), {}));
        milliseconds += 100; // played at ten a second
        credits.acquire();
        if (!call.Write(request))
            return;
    }
    pb::RecognizeRequest close;
    close.mutable_close();
    call.Write(close);
    call.WritesDone();
}

int main(int argc, char** argv) {
    if (argc != 3)
        return fail("usage: recognize FOLDER http://HOST:PORT, or https://HOST:PORT; a key is read from the variable EMOTION_API_KEY");
    std::set<std::filesystem::path> pictures; // sorted by name
    std::error_code unreadable;
    for (const auto& file : std::filesystem::directory_iterator(argv[1], unreadable))
        if (file.path().extension() == ".jpg")
            pictures.insert(file.path());
    if (pictures.empty())
        return fail("The folder '" + std::string(argv[1]) + "' holds no pictures; allowed are files that end in .jpg.");
    const std::string address = argv[2];
    auto security = address.starts_with("https://") ? grpc::SslCredentials({}) : grpc::InsecureChannelCredentials();
    auto stub = pb::RecognitionService::NewStub(grpc::CreateChannel(address.substr(address.rfind('/') + 1), security));
    grpc::ClientContext context;
    if (const char* key = std::getenv("EMOTION_API_KEY"))
        context.AddMetadata("x-api-key", key);

    auto call = stub->Recognize(&context);
    std::counting_semaphore<> credits(0);
    // Beside the reading: who writes all first waits for ever once the answers fill their window.
    std::thread sender(send, std::ref(*call), std::cref(pictures), std::ref(credits));
    size_t answered = 0;
    for (pb::RecognizeResponse answer; call->Read(&answer);) {
        credits.release(answer.opened().credits() + answer.credit().frames());
        if (auto line = describe(answer); !line.empty()) {
            std::puts(line.c_str());
            answered++;
            credits.release(); // an answered frame gives its credit back
        }
    }
    credits.release(); // a sender that waits tries once more, in vain
    sender.join();
    auto status = call->Finish();
    if (!status.ok())
        return fail("The session failed: " + status.error_message() + " (status " + std::to_string(status.error_code()) + ").");
    if (answered != pictures.size())
        return fail("The server ended the session after " + std::to_string(answered) + " answers to " + std::to_string(pictures.size()) + " pictures.");
}

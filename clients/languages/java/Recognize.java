import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.util.Timestamps;
import emotion.v1.ImageOuterClass.Frame;
import emotion.v1.ImageOuterClass.Image;
import emotion.v1.ImageOuterClass.ImageFormat;
import emotion.v1.Recognition.RecognizeRequest;
import emotion.v1.Recognition.RecognizeResponse;
import emotion.v1.Recognition.SessionClose;
import emotion.v1.Recognition.SessionOpen;
import emotion.v1.Recognition.SessionOptions;
import emotion.v1.RecognitionServiceGrpc;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.File;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Streams the JPEG pictures of a folder to an EmotionGrpc server and prints one line for each answer. */
final class Recognize implements StreamObserver<RecognizeResponse> {
    private final Semaphore credits = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private int answered;
    private Status status = Status.OK;

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2)
            fail("usage: Recognize FOLDER http://HOST:PORT, or https://HOST:PORT; a key is read from the variable EMOTION_API_KEY");
        var pictures = new File(arguments[0]).listFiles(file -> file.getName().endsWith(".jpg"));
        if (pictures == null || pictures.length == 0)
            fail("The folder '" + arguments[0] + "' holds no pictures; allowed are files that end in .jpg.");
        Arrays.sort(pictures);
        var channel = ManagedChannelBuilder.forTarget(arguments[1].substring(arguments[1].lastIndexOf('/') + 1));
        if (!arguments[1].startsWith("https://"))
            channel.usePlaintext();
        var headers = new Metadata();
        if (System.getenv("EMOTION_API_KEY") != null)
            headers.put(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER), System.getenv("EMOTION_API_KEY"));

        var stub = RecognitionServiceGrpc.newStub(channel.build()).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        new Recognize().run(stub, pictures);
    }

    private void run(RecognitionServiceGrpc.RecognitionServiceStub stub, File[] pictures) throws Exception {
        var call = stub.recognize(this);
        var options = SessionOptions.newBuilder().setTimeToLive(Duration.newBuilder().setSeconds(60)); // no picture of a folder grows too old
        call.onNext(RecognizeRequest.newBuilder().setOpen(SessionOpen.newBuilder().setOptions(options)).build());
        var start = System.currentTimeMillis();
        for (var i = 0; i < pictures.length; i++) {
            var data = ByteString.copyFrom(Files.readAllBytes(pictures[i].toPath()));
            credits.acquire(); // writes never wait but pile up in memory: credits are what bounds them
            if (ended.getCount() == 0)
                break;
            call.onNext(RecognizeRequest.newBuilder().setFrame(Frame.newBuilder()
                .setSequence(i + 1)
                .setCaptureTime(Timestamps.fromMillis(start + 100 * i)) // played at ten a second
                .setImage(Image.newBuilder().setFormat(ImageFormat.IMAGE_FORMAT_JPEG).setData(data))).build());
        }
        call.onNext(RecognizeRequest.newBuilder().setClose(SessionClose.getDefaultInstance()).build());
        call.onCompleted();
        ended.await();
        if (!status.isOk())
            fail("The session failed: " + status.getDescription() + (status.getCause() == null ? "" : ", " + status.getCause().getMessage()) + " (" + status.getCode() + ").");
        if (answered != pictures.length)
            fail("The server ended the session after " + answered + " answers to " + pictures.length + " pictures.");
        System.exit(0);
    }

    @Override
    public void onNext(RecognizeResponse answer) {
        credits.release(answer.getOpened().getCredits() + answer.getCredit().getFrames());
        var line = describe(answer);
        if (!line.isEmpty()) {
            System.out.println(line);
            answered++;
            credits.release(); // an answered frame gives its credit back
        }
    }

    @Override
    public void onError(Throwable fault) {
        end(Status.fromThrowable(fault));
    }

    @Override
    public void onCompleted() {
        end(Status.OK);
    }

    private void end(Status how) {
        status = how;
        ended.countDown();
        credits.release(); // a sender that waits looks again
    }

    /** A line about a frame; empty for messages that answer none. */
    private static String describe(RecognizeResponse answer) {
        switch (answer.getMessageCase()) {
            case DROPPED:
                return "frame " + answer.getDropped().getSequence() + ": dropped, " + answer.getDropped().getReason();
            case ERROR:
                return "frame " + answer.getError().getSequence() + ": error, " + answer.getError().getMessage();
            case RESULT:
                var line = new StringBuilder("frame " + answer.getResult().getSequence());
                for (var person : answer.getResult().getPersonsList()) {
                    line.append(", person ").append(person.getTrackId()).append(':');
                    for (var score : person.getEmotion().getScoresList())
                        if (score.getLabel().equals(person.getEmotion().getLabel()))
                            line.append(String.format(Locale.ROOT, " %s %.3f", score.getLabel(), score.getProbability()));
                }
                return line.toString();
            default:
                return "";
        }
    }

    private static void fail(String sentence) {
        System.err.println(sentence);
        System.exit(1);
    }
}

// Streams the JPEG pictures of a folder to an EmotionGrpc server and prints one line for each answer.
package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	pb "recognize/emotionv1"
)

func main() {
	if len(os.Args) != 3 {
		fail("usage: recognize FOLDER http://HOST:PORT, or https://HOST:PORT; a key is read from the variable EMOTION_API_KEY")
	}
	folder := os.DirFS(os.Args[1])
	pictures, _ := fs.Glob(folder, "*.jpg") // sorted by name
	if len(pictures) == 0 {
		fail("The folder '%s' holds no pictures; allowed are files that end in .jpg.", os.Args[1])
	}
	security := grpc.WithInsecure()
	if strings.HasPrefix(os.Args[2], "https://") {
		security = grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{}))
	}
	connection, err := grpc.Dial(os.Args[2][strings.LastIndex(os.Args[2], "/")+1:], security)
	check(err)
	ctx := context.Background()
	if key := os.Getenv("EMOTION_API_KEY"); key != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "x-api-key", key)
	}

	call, err := pb.NewRecognitionServiceClient(connection).Recognize(ctx)
	check(err)
	credits, answered := make(chan struct{}, 65536), 0 // more credits than servers give
	go send(call, folder, pictures, credits)           // beside the reading: who writes all first waits for ever once the answers fill their window
	for {
		answer, err := call.Recv()
		if err == io.EOF {
			break
		}
		check(err)
		allowed := answer.GetOpened().GetCredits() + answer.GetCredit().GetFrames()
		if line := describe(answer); line != "" {
			fmt.Println(line)
			answered++
			allowed++ // an answered frame gives its credit back
		}
		for ; allowed > 0; allowed-- {
			credits <- struct{}{}
		}
	}
	if answered != len(pictures) {
		fail("The server ended the session after %d answers to %d pictures.", answered, len(pictures))
	}
}

// send writes the session's messages. Where a write fails the reader meets the status.
func send(call pb.RecognitionService_RecognizeClient, folder fs.FS, pictures []string, credits chan struct{}) {
	options := &pb.SessionOptions{TimeToLive: durationpb.New(time.Minute)} // no picture of a folder grows too old
	call.Send(&pb.RecognizeRequest{Message: &pb.RecognizeRequest_Open{Open: &pb.SessionOpen{Options: options}}})
	start := time.Now()
	for i, file := range pictures {
		data, err := fs.ReadFile(folder, file)
		check(err)
		<-credits
		call.Send(&pb.RecognizeRequest{Message: &pb.RecognizeRequest_Frame{Frame: &pb.Frame{
			Sequence:    uint64(i + 1),
			CaptureTime: timestamppb.New(start.Add(time.Duration(i) * 100 * time.Millisecond)), // played at ten a second
			Image:       &pb.Image{Format: pb.ImageFormat_IMAGE_FORMAT_JPEG, Data: data},
		}}})
	}
	call.Send(&pb.RecognizeRequest{Message: &pb.RecognizeRequest_Close{Close: &pb.SessionClose{}}})
	call.CloseSend()
}

// describe is a line about a frame; empty for messages that answer none.
func describe(answer *pb.RecognizeResponse) string {
	switch said := answer.Message.(type) {
	case *pb.RecognizeResponse_Dropped:
		return fmt.Sprintf("frame %d: dropped, %s", said.Dropped.Sequence, said.Dropped.Reason)
	case *pb.RecognizeResponse_Error:
		return fmt.Sprintf("frame %d: error, %s", said.Error.Sequence, said.Error.Message)
	case *pb.RecognizeResponse_Result:
		line := fmt.Sprintf("frame %d", said.Result.Sequence)
		for _, person := range said.Result.Persons {
			line += fmt.Sprintf(", person %d:", person.TrackId)
			for _, score := range person.Emotion.GetScores() {
				if score.Label == person.Emotion.Label {
					line += fmt.Sprintf(" %s %.3f", score.Label, score.Probability)
				}
			}
		}
		return line
	}
	return ""
}

func check(err error) {
	if err != nil {
		fail("The session failed: %s (%s).", strings.TrimSuffix(status.Convert(err).Message(), "."), status.Code(err))
	}
}

func fail(sentence string, values ...interface{}) {
	fmt.Fprintf(os.Stderr, sentence+"\n", values...)
	os.Exit(1)
}

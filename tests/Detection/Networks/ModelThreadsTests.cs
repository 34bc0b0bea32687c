using EmotionGrpc.Inference.Batching;

namespace EmotionGrpc.Detection.Tests.Networks;

public sealed class ModelThreadsTests
{
    private const int Threads = 3;

    [Fact]
    public async Task Post_FromOutsideAndFromRuns_EachIsRun()
    {
        const int Rounds = 300;
        const int Posters = 4;
        const int Each = 8;
        var threads = new ModelThreads(Threads);
        var left = 0;
        TaskCompletionSource done = null!;
        var last = new Run(_ => End());
        var first = new Run(_ =>
        {
            threads.Post(last);
            End();
        });
        var root = new Run(_ =>
        {
            threads.Post(first);
            threads.Post(last);
            End();
        });

        // Between rounds the threads have nothing to do and fall asleep: one that is not woken for the next would leave it unfinished.
        for (var round = 0; round < Rounds; round++)
        {
            left = Posters * Each * 4; // Each posts two, the first of which posts one.
            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Parallel.For(0, Posters, _ =>
            {
                for (var i = 0; i < Each; i++)
                    threads.Post(root);
            });
            await done.Task;
        }

        threads.Stop();

        void End()
        {
            if (Interlocked.Decrement(ref left) == 0)
                done.SetResult();
        }
    }

    [Fact]
    public async Task Post_TwoFromARun_TheyRunSideBySide()
    {
        var threads = new ModelThreads(Threads);
        using var together = new Barrier(2);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var meeting = new Run(_ =>
        {
            together.SignalAndWait();
            done.TrySetResult();
        });

        threads.Post(new Run(_ =>
        {
            threads.Post(meeting);
            threads.Post(meeting);
        }));

        await done.Task;
        threads.Stop();
    }

    [Fact]
    public void Shared_SameNumber_AreTheSame()
    {
        Assert.Same(ModelThreads.Shared(Threads), ModelThreads.Shared(Threads));
        Assert.NotSame(ModelThreads.Shared(Threads), ModelThreads.Shared(Threads + 1));
    }

    private sealed class Run(Action<int> run) : IModelRuns
    {
        public void RunNext(int thread) => run(thread);
    }
}

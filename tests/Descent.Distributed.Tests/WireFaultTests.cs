namespace Descent.Distributed.Tests;

/// <summary>Messages that cannot be sent.</summary>
public sealed class WireFaultTests
{
    /// <summary>Some of its messages may be under way: what it would send next would be taken for those that are not.</summary>
    [Fact]
    public void Rank_whose_message_could_not_be_started_sends_no_other()
    {
        var outcomes = Rig.OnRanks(2, communicator =>
        {
            var wire = new BrokenCommunicator(communicator);
            using var sharded = new ShardedOptimizer(new Sgd(), wire, new() { TimeLimit = TimeSpan.FromSeconds(3) });
            sharded.Add("w", new float[10], new float[10]);
            sharded.Step();
            wire.IsBroken = communicator.Rank == 1;
            var first = Record.Exception(() => sharded.Step());
            wire.IsBroken = false;
            return (first?.Message, Again: Assert.Throws<CommunicationException>(() => sharded.Step()).Message);
        });
        Assert.Equal(("the wire", "The ranks have lost one another before: the wire"), outcomes[1]);
        Assert.StartsWith("Rank 0 of 2 waited 3 s in Step, call 2,", outcomes[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rank_that_has_left_sends_nothing()
    {
        var communicator = InProcessCommunicator.Create(2)[0];
        communicator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => communicator.Start([new(1, new byte[1])], []));
    }

    /// <summary>Starts no message for a while.</summary>
    private sealed class BrokenCommunicator(ICommunicator inner) : ICommunicator
    {
        public bool IsBroken { get; set; }

        public int Rank => inner.Rank;

        public int Size => inner.Size;

        public IExchange Start(ReadOnlySpan<Message> sends, ReadOnlySpan<Message> receives) => IsBroken ? throw new CommunicationException("the wire") : inner.Start(sends, receives);

        public void Dispose()
        {
        }
    }
}

using System.Diagnostics;

namespace Descent.Distributed.Tests;

/// <summary>What <c>mpirun</c> starts of these tests: a rank of a training that tells the digest of its weights.</summary>
internal static class RankProgram
{
    /// <summary>What stands before it.</summary>
    public const string Mark = "weights: ";

    private static readonly ShardedOptions s_options = new() { MicroBatches = Rig.MicroBatches, BucketBytes = 1 << 15, TimeLimit = TimeSpan.FromSeconds(60) };

    /// <summary>Trains.</summary>
    /// <param name="arguments">On what, and by which rule.</param>
    public static int Main(string[] arguments)
    {
        if (arguments[0] == "leaves")
        {
            _ = Tell(OfLeaving());
            return 1;
        }

        using var communicator = MpiCommunicator.Create();
        if (arguments[0] == "lengths")
        {
            return Tell(OfLengths(communicator));
        }

        var optimizer = Make(arguments[1]);
        using var sharded = new ShardedOptimizer(optimizer, communicator, s_options);
        var digest = arguments[0] switch
        {
            "devices" => OnDevices(sharded),
            "rows" => OfRows(sharded),
            _ => Whole(sharded),
        };

        return Tell(digest);
    }

    /// <summary>Writes in one piece, so that no other rank writes between.</summary>
    private static int Tell(string what)
    {
        Console.Out.Write($"{Mark}{what}\n");
        Console.Out.Flush();
        return 0;
    }

    /// <summary>The second rank fails between two steps, and tells so once it has disposed of its end.</summary>
    private static string OfLeaving()
    {
        try
        {
            using var communicator = MpiCommunicator.Create();
            using var sharded = new ShardedOptimizer(Make(nameof(Adam)), communicator, s_options);
            var tensors = new Tensors<double>(Tensors<double>.Large);
            Rig.Train(sharded, tensors, 0, 1);
            if (communicator.Rank == 1)
            {
                throw new InvalidDataException("Its data are broken.");
            }

            Rig.Train(sharded, tensors, 1, 2);
            return "went on";
        }
        catch (Exception exception) when (exception is InvalidDataException or CommunicationException)
        {
            return exception.Message;
        }
    }

    /// <summary>A rule of the library, for any weights.</summary>
    public static Optimizer Make(string name)
        => (Optimizer)Activator.CreateInstance((typeof(Adam).Assembly.GetType("Descent." + name) ?? typeof(Matrices.Muon).Assembly.GetType("Descent.Matrices." + name))!)!;

    /// <summary>The second rank awaits a long message, and is sent a short one first.</summary>
    private static string OfLengths(MpiCommunicator communicator)
    {
        var (shorter, longer) = (new byte[8], new byte[16]);
        if (communicator.Rank == 0)
        {
            Wait(communicator.Start([new(1, shorter)], []));
            Wait(communicator.Start([], [new(1, shorter)]));
            Wait(communicator.Start([new(1, longer)], []));
            return "sent";
        }

        var awaited = communicator.Start([], [new(0, longer)]);
        var clock = Stopwatch.StartNew();
        while (!awaited.Advance())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(1))
            {
                Wait(communicator.Start([], [new(0, shorter)]));
                Wait(communicator.Start([new(0, shorter)], []));
                Wait(awaited);
                return "took each for itself";
            }
        }

        Wait(communicator.Start([new(0, shorter)], []));
        return "took the short one for the long one";

        static void Wait(IExchange exchange)
        {
            while (!exchange.Advance())
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>Each rank but the second on a device.</summary>
    private static string OnDevices(ShardedOptimizer sharded)
    {
        using var training = new DeviceTraining(sharded, onDevice: sharded.Rank != 1);
        training.Train(0, 2);
        return training.Digest();
    }

    private static string OfRows(ShardedOptimizer sharded)
    {
        var model = new Embedding<float>();
        model.AddTo(sharded);
        model.Train(sharded, 0, 3);
        return model.Digest();
    }

    private static string Whole(ShardedOptimizer sharded)
    {
        var tensors = new Tensors<double>(Tensors<double>.Large);
        try
        {
            Rig.Train(sharded, tensors, 0, 3);
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }

        return tensors.Digest();
    }
}

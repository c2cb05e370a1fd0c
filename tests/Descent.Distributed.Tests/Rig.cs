using System.Numerics;

namespace Descent.Distributed.Tests;

/// <summary>Runs trainings: whole, by a plain optimizer; and sharded, on ranks that are threads.</summary>
internal static class Rig
{
    public const int MicroBatches = 8;

    /// <summary>The digest of the weights after some steps of a plain optimizer, which is given the sums of the gradients.</summary>
    public static string Whole<T>((string Name, nint[] Shape)[] shapes, Func<Optimizer> create, int steps, Action<Optimizer, Tensors<T>, int>? before = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var optimizer = create();
        var tensors = new Tensors<T>(shapes);
        foreach (var (index, (name, shape)) in shapes.Index())
        {
            optimizer.Add(name, tensors.Weights[index], tensors.Gradients[index], shape);
        }

        BindInputs(optimizer, tensors, _ => ..);
        for (var step = 0; step < steps; step++)
        {
            if (optimizer.EvaluatesTwice)
            {
                tensors.FillSum(step + 500, MicroBatches);
            }

            optimizer.BeforeGradient();
            tensors.FillSum(step, MicroBatches);
            before?.Invoke(optimizer, tensors, step);
            optimizer.Step();
        }

        return tensors.Digest();
    }

    /// <summary>The digests of all ranks after some steps.</summary>
    public static string[] Sharded<T>(
        int ranks, (string Name, nint[] Shape)[] shapes, Func<Optimizer> create, int steps,
        Action<ShardedOptimizer, Tensors<T>, int>? before = null, Action<ShardedOptimizer>? after = null, ShardedOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => OnRanks(ranks, communicator =>
        {
            using var sharded = new ShardedOptimizer(create(), communicator, options ?? new() { MicroBatches = MicroBatches, TimeLimit = TimeSpan.FromSeconds(60) });
            var tensors = new Tensors<T>(shapes);
            Train(sharded, tensors, 0, steps, before);
            after?.Invoke(sharded);
            return tensors.Digest();
        });

    /// <summary>Adds the tensors and makes steps.</summary>
    public static void Train<T>(ShardedOptimizer sharded, Tensors<T> tensors, int first, int end, Action<ShardedOptimizer, Tensors<T>, int>? before = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sharded.Optimizer.Parameters.Count == 0)
        {
            foreach (var (index, (name, shape)) in tensors.Shapes.Index())
            {
                sharded.Add(name, tensors.Weights[index], tensors.Gradients[index], shape);
            }

            sharded.Share();
            BindInputs(sharded.Optimizer, tensors, sharded.RangeOf);
        }

        for (var step = first; step < end; step++)
        {
            if (sharded.Optimizer.EvaluatesTwice)
            {
                Take(step + 500);
            }

            sharded.BeforeGradient();
            before?.Invoke(sharded, tensors, step);
            Take(step);
            sharded.Step();
        }

        void Take(int step)
        {
            foreach (var batch in sharded.MicroBatches)
            {
                tensors.Fill(step, batch);
                sharded.TakeGradients();
            }
        }
    }

    /// <summary>Runs something on ranks that are threads, and throws what the first of them threw.</summary>
    public static TResult[] OnRanks<TResult>(int ranks, Func<ICommunicator, TResult> run)
    {
        var results = new TResult[ranks];
        var failures = new Exception?[ranks];
        var threads = InProcessCommunicator.Create(ranks).Select(communicator => new Thread(() =>
        {
            try
            {
                results[communicator.Rank] = run(communicator);
            }
            catch (Exception exception)
            {
                failures[communicator.Rank] = exception;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return Array.Find(failures, failure => failure is not null) is { } first ? throw new AggregateException(first.Message, failures.OfType<Exception>()) : results;
    }

    private static void BindInputs<T>(Optimizer optimizer, Tensors<T> tensors, Func<string, Range> rangeOf)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (index, parameter) in optimizer.Parameters.Index())
        {
            foreach (var input in parameter.Inputs)
            {
                T[] values = [.. Enumerable.Range(0, tensors.Weights[index].Length).Select(place => T.CreateTruncating((place % 7) + 1) / T.CreateTruncating(8))];
                parameter.BindInput<T>(input.Name, values[rangeOf(parameter.Name)]);
            }
        }
    }
}

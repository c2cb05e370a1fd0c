using System.Numerics;
using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Descent.Cuda;

namespace Descent.Distributed.Tests;

/// <summary>A model with tables of which each micro-batch has gradients of some rows, and a vector that has all.</summary>
/// <typeparam name="T">The type of the weights.</typeparam>
/// <param name="device">Where its weights and gradients lie, if not here.</param>
internal sealed class Embedding<T>(CudaDevice? device = null)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One that is cut after every 128 rows, one after every 1,024, and a vector.</summary>
    public static (string Name, int Rows, int Columns)[] Shapes { get; } = [("words", 2_000, 64), ("places", 2_500, 24), ("bias", 1, 700)];

    private readonly List<CudaBuffer<T>> _there = [];

    /// <summary>The weights, or a copy of those on the device, as they were when a step began.</summary>
    public List<T[]> Weights { get; } = [.. Shapes.Select((shape, number) => Enumerable.Range(0, shape.Rows * shape.Columns).Select(index => Noise(99, number, index)).ToArray())];

    /// <summary>How many micro-batches a step has.</summary>
    public const int MicroBatches = 8;

    /// <summary>The rows that a micro-batch has; none of the first table in one of them, and all of the vector.</summary>
    public static int[] RowsOf(int step, int batch, int table) => (table, batch) == (0, 3) ? []
        : Shapes[table].Rows == 1 ? [0]
        : [.. Enumerable.Range(0, Shapes[table].Rows).Where(row => (uint)HashCode(step, batch, row) % 40 == 0 || row == batch + (7 * step))];

    /// <summary>The gradients of some rows of a micro-batch: some are 0, and some -0.</summary>
    public T[] GradientsOf(int step, int batch, int table, int[] rows)
    {
        var columns = Shapes[table].Columns;
        return [.. rows.SelectMany(row => Enumerable.Range(row * columns, columns)).Select(index => (uint)HashCode(step, batch, index) % 11 is var kind && kind < 2
            ? T.CopySign(T.Zero, kind == 0 ? T.One : -T.One)
            : Noise((step * 1000) + batch, table, index) + (Weights[table][index] * T.CreateTruncating(0.125)))];
    }

    /// <summary>The sum over all micro-batches, as if each had all gradients, 0 where it has none; and the rows that one has.</summary>
    public (int[] Rows, T[] Gradients) SumOf(int step, int table)
    {
        var (_, count, columns) = Shapes[table];
        var leaves = Enumerable.Range(0, MicroBatches).Select(batch =>
        {
            var whole = new T[count * columns];
            var rows = RowsOf(step, batch, table);
            var gradients = GradientsOf(step, batch, table, rows);
            foreach (var (place, row) in rows.Index())
            {
                gradients.AsSpan(place * columns, columns).CopyTo(whole.AsSpan(row * columns));
            }

            return (Rows: rows, Whole: whole);
        }).ToList();
        var sums = leaves.Select(leaf => leaf.Whole).ToList();
        while (sums.Count > 1)
        {
            sums = [.. sums.Chunk(2).Select(pair => pair[0].Zip(pair[1], (one, other) => one + other).ToArray())];
        }

        int[] union = [.. leaves.SelectMany(leaf => leaf.Rows).Distinct().Order()];
        return (union, [.. union.SelectMany(row => sums[0].AsSpan(row * columns, columns).ToArray())]);
    }

    /// <summary>Steps of a plain optimizer, which is given the sums.</summary>
    public static string Whole(Func<Optimizer> create, int steps)
    {
        using var optimizer = create();
        var model = new Embedding<T>();
        foreach (var (table, (name, rows, columns)) in Shapes.Index())
        {
            optimizer.Add(name, model.Weights[table], shape: [rows, columns]);
        }

        for (var step = 0; step < steps; step++)
        {
            foreach (var (table, (name, rows, _)) in Shapes.Index())
            {
                var (union, sum) = model.SumOf(step, table);
                if (rows > 1)
                {
                    optimizer[name].BindGradients(sum, union);
                }
                else
                {
                    optimizer[name].BindGradients(sum);
                }
            }

            optimizer.Step();
        }

        return model.Digest();
    }

    /// <summary>Adds the tensors to a sharded optimizer.</summary>
    public void AddTo(ShardedOptimizer sharded)
    {
        foreach (var (table, (name, rows, columns)) in Shapes.Index())
        {
            sharded.Add(name, MemoryOf(Weights[table], _there), shape: [rows, columns]);
            if (rows > 1)
            {
                sharded.BindGradients<T>(name, default, default(ReadOnlyMemory<int>));
            }
            else
            {
                sharded.BindGradients<T>(name, new T[columns]);
            }
        }
    }

    /// <summary>Makes steps.</summary>
    public void Train(ShardedOptimizer sharded, int first, int end, Action<int, int, int, T[]>? alter = null)
    {
        for (var step = first; step < end; step++)
        {
            Take(sharded, step, alter);
            sharded.Step();
        }
    }

    /// <summary>Takes the gradients of the micro-batches of a rank.</summary>
    public void Take(ShardedOptimizer sharded, int step, Action<int, int, int, T[]>? alter = null)
    {
        Copy();
        var bias = new T[Shapes[^1].Columns];
        var biasThere = device?.Allocate<T>(bias);
        sharded.BindGradients<T>(Shapes[^1].Name, biasThere?.Memory ?? bias);
        foreach (var batch in sharded.MicroBatches)
        {
            foreach (var (table, (name, rows, _)) in Shapes.Index())
            {
                var ofBatch = RowsOf(step, batch, table);
                var gradients = GradientsOf(step, batch, table, ofBatch);
                alter?.Invoke(step, batch, table, gradients);
                if (rows > 1)
                {
                    sharded.BindGradients<T>(name, MemoryOf(gradients), ofBatch);
                }
                else
                {
                    gradients.CopyTo(bias, 0);
                    biasThere?.CopyFrom(gradients);
                }
            }

            sharded.TakeGradients();
        }
    }

    /// <summary>A digest of all bits of the weights.</summary>
    public string Digest()
    {
        Copy();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Weights.ForEach(weights => hash.AppendData(MemoryMarshal.AsBytes(weights.AsSpan())));
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }

    private Memory<T> MemoryOf(T[] values, List<CudaBuffer<T>>? buffers = null)
    {
        if (device is null)
        {
            return values;
        }

        var buffer = device.Allocate<T>(values);
        buffers?.Add(buffer);
        return buffer.Memory;
    }

    private void Copy()
    {
        foreach (var (there, here) in _there.Zip(Weights))
        {
            there.CopyTo(here);
        }
    }

    private static int HashCode(int a, int b, int c)
    {
        var hash = ((uint)a * 2654435761u) ^ ((uint)b * 2246822519u) ^ ((uint)c * 3266489917u);
        hash = (hash ^ (hash >> 15)) * 2246822519u;
        hash = (hash ^ (hash >> 13)) * 3266489917u;
        return (int)(hash ^ (hash >> 16));
    }

    private static T Noise(int a, int b, int c) => T.CreateTruncating(HashCode(a, b, c) / 2147483648.0);
}

using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Descent.Distributed.Tests;

/// <summary>The tensors of a small model, whole, with gradients that follow from step, micro-batch and weight.</summary>
/// <typeparam name="T">The type of the weights.</typeparam>
internal sealed class Tensors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly ConcurrentDictionary<(int Seed, int Tensor, int Length), T[]> s_noise = new();

    /// <summary>Two chunks and a rest; a matrix of several bands; small ones.</summary>
    public static (string Name, nint[] Shape)[] Large { get; } = [("flat", [20_003]), ("matrix", [300, 70]), ("bias", [5]), ("kernel", [4, 3, 3])];

    /// <summary>For operations on whole matrices.</summary>
    public static (string Name, nint[] Shape)[] Small { get; } = [("first", [24, 16]), ("second", [10, 24]), ("third", [7])];

    public Tensors((string Name, nint[] Shape)[] shapes)
    {
        Shapes = shapes;
        foreach (var (number, (_, shape)) in shapes.Index())
        {
            var length = (int)shape.Aggregate((nint)1, (product, dimension) => product * dimension);
            Weights.Add([.. Enumerable.Range(0, length).Select(index => T.CreateTruncating(Hash(99, number, index)))]);
            Gradients.Add(new T[length]);
        }
    }

    public (string Name, nint[] Shape)[] Shapes { get; }

    public List<T[]> Weights { get; } = [];

    public List<T[]> Gradients { get; } = [];

    /// <summary>Computes the gradients of a micro-batch.</summary>
    public void Fill(int step, int microBatch)
    {
        for (var tensor = 0; tensor < Weights.Count; tensor++)
        {
            var (weights, gradients, noise) = (Weights[tensor], Gradients[tensor], NoiseOf((step * 1000) + microBatch, tensor, Weights[tensor].Length));
            for (var index = 0; index < weights.Length; index++)
            {
                gradients[index] = noise[index] + (weights[index] * T.CreateTruncating(0.125));
            }
        }
    }

    /// <summary>The sum of the gradients of all micro-batches by the tree: halves first, an empty half being nothing.</summary>
    public void FillSum(int step, int microBatches)
    {
        var leaves = new List<T[]>[microBatches];
        for (var batch = 0; batch < microBatches; batch++)
        {
            Fill(step, batch);
            leaves[batch] = [.. Gradients.Select(gradients => (T[])gradients.Clone())];
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)microBatches);
        for (var tensor = 0; tensor < Weights.Count; tensor++)
        {
            Sum(tensor, 0, size)!.CopyTo(Gradients[tensor], 0);
        }

        T[]? Sum(int tensor, int first, int count)
        {
            if (first >= microBatches)
            {
                return null;
            }

            if (count == 1)
            {
                return leaves[first][tensor];
            }

            var (left, right) = (Sum(tensor, first, count / 2)!, Sum(tensor, first + (count / 2), count / 2));
            return right is null ? left : [.. left.Zip(right, (one, other) => one + other)];
        }
    }

    /// <summary>A digest of all bits of the weights.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var weights in Weights)
        {
            // All NaNs are one value.
            hash.AppendData(MemoryMarshal.AsBytes<T>(Array.ConvertAll(weights, weight => T.IsNaN(weight) ? T.NaN : weight)));
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }

    /// <summary>The same numbers for every run, so they are computed once.</summary>
    private static T[] NoiseOf(int seed, int tensor, int length)
        => s_noise.GetOrAdd((seed, tensor, length), static key => [.. Enumerable.Range(0, key.Length).Select(index => T.CreateTruncating(Hash(key.Seed, key.Tensor, index)))]);

    /// <summary>A number between −1 and 1.</summary>
    private static double Hash(int a, int b, int c)
    {
        var hash = ((uint)a * 2654435761u) ^ ((uint)b * 2246822519u) ^ ((uint)c * 3266489917u);
        hash = (hash ^ (hash >> 15)) * 2246822519u;
        hash = (hash ^ (hash >> 13)) * 3266489917u;
        return ((hash ^ (hash >> 16)) / 2147483648.0) - 1;
    }
}

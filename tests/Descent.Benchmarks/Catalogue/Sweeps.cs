using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Descent.Benchmarks.Catalogue;

/// <summary>
/// What memory allows for a rule that makes several sweeps, or keeps totals of rows and columns: as many plain loops, each reading and writing as many streams with one addition each. A core
/// draws fewer bytes while it only reads than while it writes what it read, so that bytes alone do not tell.
/// </summary>
internal sealed class Sweeps
{
    private const int MostStreams = 6;

    /// <summary>The streams that each sweep of a rule as it is by default reads, and how many of these it writes, as the header of its generated file tells.</summary>
    public static readonly IReadOnlyDictionary<string, (int Read, int Written)[]> OfRules = new Dictionary<string, (int Read, int Written)[]>
    {
        ["PolyakSgd"] = [(1, 0), (2, 1)],
        ["Lamb"] = [(4, 2), (3, 1)],
        ["Lars"] = [(2, 0), (3, 2)],
        ["NovoGrad"] = [(1, 0), (3, 2)],
        ["CautiousAdamW"] = [(2, 1), (4, 2)],
        ["CautiousAmsGrad"] = [(2, 1), (5, 3)],
        ["CautiousNAdamW"] = [(2, 1), (4, 2)],
        ["CautiousLion"] = [(2, 0), (3, 2)],
        ["StableAdamW"] = [(3, 2), (3, 1)],
        ["AdaNorm"] = [(1, 0), (4, 3)],
        ["AdamP"] = [(2, 0), (4, 2), (4, 1)],
        ["SgdP"] = [(2, 0), (3, 0), (3, 2)],
        ["Mars"] = [(2, 0), (5, 4)],
        ["MarsLion"] = [(2, 0), (4, 3)],
        ["Fromage"] = [(2, 0), (2, 1)],
        ["ScaledTiger"] = [(1, 0), (3, 2)],
        ["Apollo"] = [(1, 0), (4, 1), (4, 3)],
        ["Adafactor"] = [(2, 0), (1, 0), (2, 1)],
        ["AdafactorWithMomentum"] = [(2, 0), (1, 0), (3, 2)],
        ["AdafactorPyTorch"] = [(2, 0), (1, 0), (2, 1)],
        ["Sm3"] = [(2, 1)],
        ["Sm3WithMomentum"] = [(3, 2)],
        ["Came"] = [(1, 0), (1, 0), (2, 1), (2, 1)],
        ["AdamMini"] = [(3, 2)],
        ["LambWithClipping"] = [(2, 0), (4, 2), (3, 1)],
        ["AdanWithClipping"] = [(1, 0), (6, 5)],
        ["Adai"] = [(2, 1), (5, 3)],
        ["Prodigy"] = [(4, 1), (4, 3)],
        ["DoG"] = [(3, 0), (2, 1)],
    };

    private readonly float[][] _streams;
    private float _sum;

    /// <param name="length">The length of each stream.</param>
    public Sweeps(int length)
    {
        _streams = [.. Enumerable.Range(0, MostStreams).Select(_ => new float[length])];
        foreach (var stream in _streams)
        {
            // Memory that was never written is one page of zeros, which stays in the cache.
            stream.AsSpan().Clear();
        }
    }

    /// <summary>All sweeps, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run((int Read, int Written)[] sweeps)
    {
        foreach (var sweep in sweeps)
        {
            _sum += sweep switch
            {
                (1, 0) => Sweep(1, 0),
                (2, 0) => Sweep(2, 0),
                (3, 0) => Sweep(3, 0),
                (2, 1) => Sweep(2, 1),
                (3, 1) => Sweep(3, 1),
                (3, 2) => Sweep(3, 2),
                (4, 1) => Sweep(4, 1),
                (4, 2) => Sweep(4, 2),
                (4, 3) => Sweep(4, 3),
                (5, 3) => Sweep(5, 3),
                (5, 4) => Sweep(5, 4),
                (6, 5) => Sweep(6, 5),
                _ => throw new ArgumentOutOfRangeException(nameof(sweeps), sweep, "There is no such sweep."),
            };
        }
    }

    /// <summary>One sweep; both numbers are constants where it is drawn in, and the conditions are gone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Sweep(int read, int written)
    {
        ref var a = ref MemoryMarshal.GetArrayDataReference(_streams[0]);
        ref var b = ref MemoryMarshal.GetArrayDataReference(_streams[1]);
        ref var c = ref MemoryMarshal.GetArrayDataReference(_streams[2]);
        ref var d = ref MemoryMarshal.GetArrayDataReference(_streams[3]);
        ref var e = ref MemoryMarshal.GetArrayDataReference(_streams[4]);
        ref var f = ref MemoryMarshal.GetArrayDataReference(_streams[5]);
        var sum = Vector512<float>.Zero;
        for (nuint i = 0; i + (nuint)Vector512<float>.Count <= (nuint)_streams[0].Length; i += (nuint)Vector512<float>.Count)
        {
            var total = Vector512.LoadUnsafe(ref a, i);
            total = read > 1 ? total + Vector512.LoadUnsafe(ref b, i) : total;
            total = read > 2 ? total + Vector512.LoadUnsafe(ref c, i) : total;
            total = read > 3 ? total + Vector512.LoadUnsafe(ref d, i) : total;
            total = read > 4 ? total + Vector512.LoadUnsafe(ref e, i) : total;
            total = read > 5 ? total + Vector512.LoadUnsafe(ref f, i) : total;
            if (written == 0)
            {
                sum += total;
            }

            if (written > 0)
            {
                total.StoreUnsafe(ref a, i);
            }

            if (written > 1)
            {
                total.StoreUnsafe(ref b, i);
            }

            if (written > 2)
            {
                total.StoreUnsafe(ref c, i);
            }

            if (written > 3)
            {
                total.StoreUnsafe(ref d, i);
            }

            if (written > 4)
            {
                total.StoreUnsafe(ref e, i);
            }
        }

        return Vector512.Sum(sum);
    }
}

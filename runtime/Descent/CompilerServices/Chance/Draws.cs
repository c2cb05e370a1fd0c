using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

/// <summary>
/// The chance of one random parameter of a rule over a range of a tensor in the step under way: what a counter and its key have in common from
/// weight to weight. Not meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "Nobody compares them.")]
public readonly struct Draws
{
    private const int WordsOfCounter = 4;

    private readonly ulong _key;
    private readonly uint _step;
    private readonly uint _use;
    private readonly int _start;

    internal Draws(ulong key, int step, int use, int start) => (_key, _step, _use, _start) = (key, (uint)step, (uint)use, start);

    /// <summary>The words of the key, the first one lowest.</summary>
    internal ulong Key => _key;

    /// <summary>Where the range begins in the whole tensor.</summary>
    internal ulong Start => (ulong)_start;

    /// <summary>The last word of the counters.</summary>
    internal uint Step => _step;

    /// <summary>The uniform number of a weight whose arithmetic is <see cref="double"/>.</summary>
    /// <param name="index">The weight, counted from the beginning of the range.</param>
    /// <returns>A number of 53 bits from 0 on and below 1.</returns>
    public double Uniform(int index)
    {
        var (x0, x1, _, _) = WordsAt((ulong)(_start + index));
        return ((((ulong)x0 << 32) | x1) >> 11) * Variates.UlpBelowOne;
    }

    /// <summary>The normal number of a weight.</summary>
    /// <param name="index">The weight, counted from the beginning of the range.</param>
    /// <returns>The number.</returns>
    public double Normal(int index) => LaneDraws.First(in this, (nuint)index);

    /// <summary>
    /// 32 random bits for each of some weights in a row, to round with: four weights whose places differ in the last two bits have the four words of one
    /// counter, which is their place without these.
    /// </summary>
    internal void Words(int index, Span<uint> words)
    {
        var place = (ulong)_start + (ulong)index;
        var head = Math.Min(words.Length, (int)(-(long)place & (WordsOfCounter - 1)));
        OneByOne(place, words[..head]);
        var done = Avx512F.IsSupported ? head + WideVectors(place + (ulong)head, words[head..]) : head;
        done += Vectors<DefaultDoubles>(place + (ulong)done, words[done..]);
        OneByOne(place + (ulong)done, words[done..]);
    }

    /// <summary>The words of weights in a row, one in each lane.</summary>
    internal (TDoubles X0, TDoubles X1, TDoubles X2, TDoubles X3) Words<TDoubles>(nuint index)
        where TDoubles : struct, IDoubles<TDoubles> => LanesAt<TDoubles>((ulong)_start + index);

    /// <summary>The words of weights in a row, of two vectors of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Words<TDoubles>(
        nuint index, out TDoubles x0, out TDoubles x1, out TDoubles x2, out TDoubles x3, out TDoubles y0, out TDoubles y1, out TDoubles y2, out TDoubles y3)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        x0 = TDoubles.AddBits(TDoubles.FromBits((ulong)_start + index), TDoubles.Places);
        y0 = TDoubles.AddBits(x0, TDoubles.FromBits((ulong)(Unsafe.SizeOf<TDoubles>() / sizeof(ulong))));
        (x1, y1, x2, x3) = (x0 >>> 32, y0 >>> 32, TDoubles.FromBits(_use), TDoubles.FromBits(_step));
        Philox.Words(ref x0, ref x1, ref x2, ref x3, ref y0, ref y1, out y2, out y3, (uint)_key, (uint)(_key >> 32));
    }

    /// <summary>The words of one counter.</summary>
    private (uint X0, uint X1, uint X2, uint X3) WordsAt(ulong counter)
        => Philox.Words((uint)counter, (uint)(counter >> 32), _use, _step, (uint)_key, (uint)(_key >> 32));

    /// <summary>The words of counters in a row, one in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (TDoubles X0, TDoubles X1, TDoubles X2, TDoubles X3) LanesAt<TDoubles>(ulong counter)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var counters = TDoubles.AddBits(TDoubles.FromBits(counter), TDoubles.Places);
        return Philox.Words(counters, counters >>> 32, TDoubles.FromBits(_use), TDoubles.FromBits(_step), (uint)_key, (uint)(_key >> 32));
    }

    private void OneByOne(ulong place, Span<uint> words)
    {
        for (var done = 0; done < words.Length; place++, done++)
        {
            var (x0, x1, x2, x3) = WordsAt(place / WordsOfCounter);
            words[done] = (place % WordsOfCounter) switch { 0 => x0, 1 => x1, 2 => x2, _ => x3 };
        }
    }

    /// <summary>The words of as many whole pairs of vectors of 512 bits as there is room for, from the first word of a counter on.</summary>
    /// <returns>How many words.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int WideVectors(ulong place, Span<uint> words)
    {
        const int WordsOfVector = 8 * WordsOfCounter;
        var ofWhole = new Draws(_key, (int)_step, (int)_use, 0);
        ref var first = ref MemoryMarshal.GetReference(words);
        var done = 0;
        for (; done <= words.Length - (2 * WordsOfVector); done += 2 * WordsOfVector)
        {
            ofWhole.Words<WideDoubles>((nuint)((place + (ulong)done) / WordsOfCounter), out var x0, out var x1, out var x2, out var x3, out var y0, out var y1, out var y2, out var y3);
            Store(Pairs(x0, x1, x2, x3), ref first, done);
            Store(Pairs(y0, y1, y2, y3), ref first, done + WordsOfVector);
        }

        return done;

        static void Store((WideDoubles First, WideDoubles Second) pairs, ref uint words, int index)
        {
            var (low, high) = (pairs.First.Values.AsUInt64(), pairs.Second.Values.AsUInt64());
            Avx512F.PermuteVar8x64x2(low, Vector512.Create(0UL, 8, 1, 9, 2, 10, 3, 11), high).AsUInt32().StoreUnsafe(ref words, (nuint)index);
            Avx512F.PermuteVar8x64x2(low, Vector512.Create(4UL, 12, 5, 13, 6, 14, 7, 15), high).AsUInt32().StoreUnsafe(ref words, (nuint)(index + (WordsOfVector / 2)));
        }
    }

    /// <summary>The words of counters, two and two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TDoubles First, TDoubles Second) Pairs<TDoubles>(TDoubles x0, TDoubles x1, TDoubles x2, TDoubles x3)
        where TDoubles : struct, IDoubles<TDoubles> => (x0 | (x1 << 32), x2 | (x3 << 32));

    /// <summary>The words of as many whole vectors of counters as there is room for, from the first word of a counter on.</summary>
    /// <returns>How many words.</returns>
    private int Vectors<TDoubles>(ulong place, Span<uint> words)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var lanes = Unsafe.SizeOf<TDoubles>() / sizeof(ulong);
        var length = words.Length - (words.Length % (lanes * WordsOfCounter));
        ref var pair = ref Unsafe.As<uint, ulong>(ref MemoryMarshal.GetReference(words));
        for (var done = 0; done < length; done += lanes * WordsOfCounter)
        {
            var (x0, x1, x2, x3) = LanesAt<TDoubles>((place + (ulong)done) / WordsOfCounter);
            var (first, second) = Pairs(x0, x1, x2, x3);
            for (var lane = 0; lane < lanes; lane++)
            {
                pair = Unsafe.Add(ref Unsafe.As<TDoubles, ulong>(ref first), lane);
                Unsafe.Add(ref pair, 1) = Unsafe.Add(ref Unsafe.As<TDoubles, ulong>(ref second), lane);
                pair = ref Unsafe.Add(ref pair, 2);
            }
        }

        return length;
    }
}

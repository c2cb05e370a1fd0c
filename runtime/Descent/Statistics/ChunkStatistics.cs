using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent;

/// <summary>What the chunks of one tensor, or as many rows as make one, leave for its statistics, with the same bits for every number of threads.</summary>
internal sealed class ChunkStatistics
{
    private const double Euclidean = 2;

    private readonly int _chunkLength;
    private readonly NormTerm[] _weights;
    private readonly NormTerm[] _gradients;
    private readonly NormTerm[] _updates;
    private readonly double[] _largest;
    private readonly int[] _bad;
    private readonly int[] _lost;

    public ChunkStatistics(int length, int chunkLength)
    {
        _chunkLength = chunkLength;
        var chunks = (int)(((long)length + chunkLength - 1) / chunkLength);
        (_weights, _gradients, _updates) = (new NormTerm[chunks], new NormTerm[chunks], new NormTerm[chunks]);
        (_largest, _bad, _lost) = (new double[chunks], new int[chunks], new int[chunks]);
    }

    /// <summary>The statistics of the last step that collected them.</summary>
    public ParameterStatistics? Last { get; private set; }

    /// <summary>
    /// Takes in a chunk after a sweep: its weights, the gradients that the rule was given, the weights before, which it overwrites, and how many of the weights
    /// their storage rounds back.
    /// </summary>
    public void Record<T>(int start, int sweep, ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients, Span<T> before, int lost)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SubtractFrom(weights, before);
        var chunk = start / _chunkLength;
        _weights[chunk] = NormTerm.Of(weights, Euclidean);
        _gradients[chunk] = NormTerm.Of(gradients, Euclidean);
        _largest[chunk] = NormTerm.LargestMagnitude(gradients);
        _bad[chunk] = double.IsFinite(_largest[chunk]) ? 0 : CountBad(gradients);
        var update = NormTerm.Of<T>(before, Euclidean);
        if (sweep == 0 || update.Plain != 0 || update.Largest != 0)
        {
            // One sweep of all writes the weights.
            (_updates[chunk], _lost[chunk]) = (update, lost);
        }
    }

    /// <summary>Takes in a chunk that another measured, and how many of its weights their storage rounds back.</summary>
    public void Record(int chunk, in ChunkStatistic statistic, int lost)
    {
        (_weights[chunk], _gradients[chunk], _updates[chunk]) = (statistic.Weights, statistic.Gradients, statistic.Updates);
        (_largest[chunk], _bad[chunk], _lost[chunk]) = (statistic.Largest, (int)statistic.Bad, lost);
    }

    /// <summary>How many chunks so many weights have.</summary>
    public int CountChunks(int length) => (int)(((long)length + _chunkLength - 1) / _chunkLength);

    /// <summary>What the chunks left, for whoever has the others of the tensor.</summary>
    public void WriteTo(Span<ChunkStatistic> chunks)
    {
        for (var chunk = 0; chunk < _bad.Length; chunk++)
        {
            chunks[chunk] = new(_weights[chunk], _gradients[chunk], _updates[chunk], _largest[chunk], _bad[chunk], _lost[chunk]);
        }
    }

    /// <summary>Computes <see cref="Last"/> from what the chunks of the whole tensor left, of which those that are kept here are some.</summary>
    public void Combine(int step, ReadOnlySpan<ChunkStatistic> chunks)
    {
        var whole = new ChunkStatistics(chunks.Length, 1);
        for (var chunk = 0; chunk < chunks.Length; chunk++)
        {
            (whole._weights[chunk], whole._gradients[chunk], whole._updates[chunk]) = (chunks[chunk].Weights, chunks[chunk].Gradients, chunks[chunk].Updates);
            (whole._largest[chunk], whole._bad[chunk], whole._lost[chunk]) = (chunks[chunk].Largest, (int)chunks[chunk].Bad, (int)chunks[chunk].Lost);
        }

        whole.Combine(step);
        Last = whole.Last;
    }

    /// <summary>Computes <see cref="Last"/> from what the chunks left.</summary>
    public void Combine(int step)
    {
        var largest = 0.0;
        var (bad, lost) = (0L, 0L);
        for (var chunk = 0; chunk < _bad.Length; chunk++)
        {
            largest = Math.Max(largest, _largest[chunk]);
            bad += _bad[chunk];
            lost += _lost[chunk];
        }

        Last = new()
        {
            StepCount = step,
            WeightNorm = Norm(_weights),
            GradientNorm = Norm(_gradients),
            UpdateNorm = Norm(_updates),
            MaximumGradient = largest,
            NonFiniteGradients = bad,
            LostUpdates = lost,
        };

        static double Norm(NormTerm[] terms) => NormTerm.Combine(terms, Euclidean).Norm(Euclidean).Times(1);
    }

    /// <summary>Puts differences where the subtrahends are.</summary>
    private static void SubtractFrom<T>(ReadOnlySpan<T> minuends, Span<T> subtrahends)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var wholeMinuends = MemoryMarshal.Cast<T, Vector<T>>(minuends);
        var whole = MemoryMarshal.Cast<T, Vector<T>>(subtrahends);
        for (var index = 0; index < whole.Length; index++)
        {
            whole[index] = wholeMinuends[index] - whole[index];
        }

        for (var index = whole.Length * Vector<T>.Count; index < minuends.Length; index++)
        {
            subtrahends[index] = minuends[index] - subtrahends[index];
        }
    }

    private static int CountBad<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bad = 0;
        foreach (var value in values)
        {
            bad += T.IsFinite(value) ? 0 : 1;
        }

        return bad;
    }
}

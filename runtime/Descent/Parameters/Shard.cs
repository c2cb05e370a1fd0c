using Descent.CompilerServices;

namespace Descent;

/// <summary>Which range of a whole tensor a parameter is, where the ranges of one tensor belong to several ranks: a cut, at borders that change no bit.</summary>
/// <param name="rank">Whose range it is.</param>
/// <param name="borders">Where the ranges begin in the whole tensor, ascending, and where the last one ends: one more than there are ranks.</param>
/// <param name="isUndivided">Whether one rank has all of it, as operations on whole matrices take it.</param>
internal sealed class Shard(int rank, int[] borders, bool isUndivided)
{
    /// <summary>Whose range it is.</summary>
    public int Rank => rank;

    /// <summary>How many ranks there are.</summary>
    public int Ranks => borders.Length - 1;

    /// <summary>Where it begins in the whole tensor.</summary>
    public int Start => borders[rank];

    /// <summary>How many weights it has.</summary>
    public int Length => LengthOf(rank);

    /// <summary>How many weights the whole tensor has.</summary>
    public int WholeLength => borders[^1];

    /// <summary>Whether one rank has all of it, and the others know nothing of its totals.</summary>
    public bool IsUndivided => isUndivided;

    /// <summary>The rank that speaks for what all ranks know alike: the one with the first weight.</summary>
    public int Speaker
    {
        get
        {
            for (var other = 0; other < borders.Length - 1; other++)
            {
                if (LengthOf(other) > 0)
                {
                    return other;
                }
            }

            return 0;
        }
    }

    /// <summary>Whether this rank speaks.</summary>
    public bool IsSpeaker => Speaker == rank;

    /// <summary>How many gradients of the next range a norm reads, for the chunk that begins in this one.</summary>
    public int Beyond => BeyondOf(rank);

    /// <summary>The first of the chunks of the whole tensor that begin in this range.</summary>
    public int FirstChunk => FirstChunkFrom(Start);

    /// <summary>How many weights a rank has.</summary>
    public int LengthOf(int other) => borders[other + 1] - borders[other];

    /// <summary>Where a rank's range begins.</summary>
    public int StartOf(int other) => borders[other];

    /// <summary>How many gradients of the next range a norm reads on a rank.</summary>
    public int BeyondOf(int other) => LengthOf(other) == 0 || ChunksOf(other) == 0
        ? 0
        : (int)Math.Min((long)FirstChunkFrom(borders[other + 1]) * Reduction.ChunkLength, WholeLength) - borders[other + 1];

    /// <summary>How many chunks of the whole tensor begin in a rank's range.</summary>
    public int ChunksOf(int other) => FirstChunkFrom(borders[other + 1]) - FirstChunkFrom(borders[other]);

    private static int FirstChunkFrom(int start) => Reduction.CountChunks(start);
}

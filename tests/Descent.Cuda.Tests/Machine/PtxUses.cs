using System.Runtime.InteropServices;

namespace Descent.Cuda.Tests.Machine;

/// <summary>
/// Who read and wrote what since a launch began. Where two threads come to one place, and one of them writes, a barrier of their block has to lie between them, and no block comes to a place of another: nothing
/// says which comes first. Reductions of memory are in no order, and need none among themselves.
/// </summary>
internal sealed class PtxUses
{
    private readonly Dictionary<ulong, Uses> _places = [];

    public void Read(ulong address, PtxThread thread)
    {
        ref var uses = ref Of(address);
        Refuse(uses.Written, address, thread);
        uses.Read = Joined(uses.Read, thread);
    }

    public void Write(ulong address, PtxThread thread, bool isReduction)
    {
        ref var uses = ref Of(address);
        Refuse(uses.Read, address, thread);
        if (!isReduction || !uses.IsReduced)
        {
            Refuse(uses.Written, address, thread);
        }

        (uses.Written, uses.IsReduced) = (Joined(uses.Written, thread), isReduction);
    }

    private ref Uses Of(ulong address) => ref CollectionsMarshal.GetValueRefOrAddDefault(_places, address, out _);

    /// <summary>The last uses of one kind, and that of a thread: what a barrier lies behind counts no more.</summary>
    private static Use? Joined(Use? before, PtxThread thread) => before switch
    {
        { } use when use.Block != thread.Block.Number => use with { Block = null },
        { } use when use.Round == thread.Block.Round && use.Thread != thread.Index => use with { Thread = null },
        _ => new(thread.Block.Number, thread.Index, thread.Block.Round),
    };

    private static void Refuse(Use? before, ulong address, PtxThread thread)
    {
        if (before is { } use && (use.Block != thread.Block.Number || (use.Thread != thread.Index && use.Round == thread.Block.Round)))
        {
            throw new PtxException($"thread {thread.Index} of block {thread.Block.Number} comes to 0x{address:x}, where another reads or writes, and nothing says which is first.");
        }
    }

    /// <summary>What was done with a place.</summary>
    private struct Uses
    {
        public Use? Written;
        public Use? Read;
        public bool IsReduced;
    }

    /// <summary>Who came to a place last.</summary>
    /// <param name="Block">The block; <see langword="null"/> if there were several.</param>
    /// <param name="Thread">The thread; <see langword="null"/> if there were several in this round.</param>
    /// <param name="Round">How many barriers the block had passed.</param>
    private readonly record struct Use(uint? Block, uint? Thread, int Round);
}

/// <summary>A block of threads: its number, what its threads share, and how many barriers they have passed.</summary>
internal sealed class PtxBlock(uint number, int sharedBytes)
{
    public uint Number => number;

    public byte[] Shared { get; } = new byte[sharedBytes];

    public PtxUses SharedUses { get; } = new();

    public int Round { get; set; }
}

namespace Descent.Cuda.Tests.Machine;

/// <summary>Why a thread stopped.</summary>
internal enum Pause
{
    None,

    /// <summary>It has returned.</summary>
    Done,

    /// <summary>It waits for all threads of its block.</summary>
    Barrier,

    /// <summary>It waits for the lanes of its warp with which it exchanges a value.</summary>
    Exchange,
}

/// <summary>Takes into a thread what the lanes of a mask gave to an exchange.</summary>
internal delegate void Take(PtxThread thread, uint mask, ReadOnlySpan<ulong> given);

/// <summary>One thread: its registers, where it is, and where it is among the others.</summary>
internal sealed class PtxThread(int registers, byte[] parameters, byte[] shared, GlobalMemory global, uint index, uint threads, uint block, uint blocks)
{
    public const int WarpSize = 32;

    public PtxRegisters Registers { get; } = new(registers);

    /// <summary>The same thread in a function that has registers of its own.</summary>
    public PtxThread Enter(int registersOfFunction) => new(registersOfFunction, parameters, shared, global, index, threads, block, blocks);

    public byte[] Parameters => parameters;

    public byte[] Shared => shared;

    public GlobalMemory Global => global;

    public int Next { get; set; }

    public Pause Pause { get; set; }

    /// <summary>What it gives to an exchange, what is done with all that lanes gave, and which lanes have to come; none where those count that do.</summary>
    public (ulong Value, Take Take, uint? Mask) Exchange { get; set; }

    /// <summary>Waits for the lanes of its warp.</summary>
    public void Give(ulong value, Take take, uint? mask) => (Exchange, Pause) = ((value, take, mask), Pause.Exchange);

    public int Lane => (int)(index % WarpSize);

    public int Warp => (int)(index / WarpSize);

    /// <summary>A special register.</summary>
    public ulong Special(string name) => name switch
    {
        "%tid.x" => index,
        "%ntid.x" => threads,
        "%ctaid.x" => block,
        "%nctaid.x" => blocks,
        "%laneid" => (ulong)Lane,
        _ => throw new PtxException($"'{name}' is no register."),
    };
}

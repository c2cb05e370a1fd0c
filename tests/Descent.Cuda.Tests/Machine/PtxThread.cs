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
internal sealed class PtxThread(int registers, byte[] parameters, PtxBlock block, GlobalMemory global, PtxUses uses, uint index, uint threads, uint blocks)
{
    public const int WarpSize = 32;

    public PtxRegisters Registers { get; } = new(registers);

    /// <summary>The same thread in a function that has registers of its own.</summary>
    public PtxThread Enter(int registersOfFunction) => new(registersOfFunction, parameters, block, global, uses, index, threads, blocks);

    public byte[] Parameters => parameters;

    public PtxBlock Block => block;

    public uint Index => index;

    public int Next { get; set; }

    public Pause Pause { get; set; }

    /// <summary>What it gives to an exchange, what is done with all that lanes gave, and which lanes have to come; none where those count that do.</summary>
    public (ulong Value, Take Take, uint? Mask) Exchange { get; set; }

    /// <summary>Waits for the lanes of its warp.</summary>
    public void Give(ulong value, Take take, uint? mask) => (Exchange, Pause) = ((value, take, mask), Pause.Exchange);

    public int Lane => (int)(index % WarpSize);

    /// <summary>Reads memory of the device.</summary>
    public ulong Load(ulong address, int bytes)
    {
        uses.Read(address, this);
        return global.Load(address, bytes);
    }

    /// <summary>Writes it.</summary>
    public void Store(ulong address, int bytes, ulong value)
    {
        uses.Write(address, this, isReduction: false);
        global.Store(address, bytes, value);
    }

    /// <summary>Combines a value with what is there, as if at once.</summary>
    public void Reduce(ulong address, int bytes, Func<ulong, ulong, ulong> combine, ulong value)
    {
        uses.Write(address, this, isReduction: true);
        global.Store(address, bytes, combine(global.Load(address, bytes), value));
    }

    /// <summary>What the threads of the block share, from a place on.</summary>
    public Span<byte> ReadShared(int address, int bytes)
    {
        block.SharedUses.Read((ulong)address, this);
        return block.Shared.AsSpan(address, bytes);
    }

    /// <inheritdoc cref="ReadShared"/>
    public Span<byte> WriteShared(int address, int bytes)
    {
        block.SharedUses.Write((ulong)address, this, isReduction: false);
        return block.Shared.AsSpan(address, bytes);
    }

    /// <summary>A special register.</summary>
    public ulong Special(string name) => name switch
    {
        "%tid.x" => index,
        "%ntid.x" => threads,
        "%ctaid.x" => block.Number,
        "%nctaid.x" => blocks,
        "%laneid" => (ulong)Lane,
        _ => throw new PtxException($"'{name}' is no register."),
    };
}

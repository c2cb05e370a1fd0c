namespace Descent.CompilerServices;

/// <summary>Another processor with memory of its own, which this one reaches by copying alone.</summary>
internal interface IDevice
{
    /// <summary>What it is called in messages.</summary>
    string Name { get; }

    /// <summary>Allocates memory; what is in it is anything.</summary>
    ulong Allocate(long bytes);

    /// <summary>Lets go of memory. What was queued before still finds it.</summary>
    void Free(ulong address);

    /// <summary>Copies bytes from there, once all that was queued is done.</summary>
    void Read(ulong address, Span<byte> destination);

    /// <summary>Copies bytes to there, after all that was queued.</summary>
    void Write(ulong address, ReadOnlySpan<byte> source);

    /// <summary>Copies bytes there from one place to another, after all that was queued.</summary>
    void Copy(ulong source, ulong destination, long bytes);

    /// <summary>Sets bytes to zero, after all that was queued.</summary>
    void Clear(ulong address, long bytes);
}

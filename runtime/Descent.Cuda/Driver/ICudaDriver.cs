namespace Descent.Cuda.Driver;

/// <summary>What is asked of NVIDIA's driver. Addresses are those of the device; every call throws <see cref="CudaException"/> in the driver's words.</summary>
internal interface ICudaDriver
{
    /// <summary>Why there is no device; <see langword="null"/> if there is one.</summary>
    string? WhyUnavailable { get; }

    /// <summary>How many devices there are.</summary>
    int CountDevices();

    /// <summary>The name of a device.</summary>
    string NameOf(int ordinal);

    /// <summary>The primary context of a device, which all libraries of a process share.</summary>
    nint RetainContext(int ordinal);

    /// <summary>Lets go of it.</summary>
    void ReleaseContext(int ordinal);

    /// <summary>Has the calls of this thread go to a context.</summary>
    void Use(nint context);

    ulong Allocate(nuint bytes);

    void Free(ulong address);

    /// <summary>Queues a copy from the device, and waits for it and all before it.</summary>
    void Read(ulong address, Span<byte> destination, nint stream);

    /// <summary>Allocates memory of this processor that is locked: the device reads it by itself.</summary>
    nint AllocateLocked(nuint bytes);

    /// <summary>Lets go of it, of which no copy is under way.</summary>
    void FreeLocked(nint memory);

    /// <summary>Queues a copy to the device from locked memory, which must not change before it is done.</summary>
    void Write(ulong address, nint source, nuint bytes, nint stream);

    void Copy(ulong source, ulong destination, nuint bytes, nint stream);

    void Clear(ulong address, nuint bytes, nint stream);

    /// <summary>Compiles a module.</summary>
    nint Load(string text);

    /// <summary>Lets go of a module.</summary>
    void Unload(nint module);

    /// <summary>An entry of a module.</summary>
    nint FindEntry(nint module, string name);

    /// <summary>Queues an entry: its parameters are four addresses and a number, and a fifth address if it takes one more.</summary>
    void Launch(nint entry, uint blocks, uint threads, LaunchParameters parameters, nint stream);

    /// <summary>Waits for all that was queued.</summary>
    void Synchronize(nint stream);

    /// <summary>A mark that can be set in a stream.</summary>
    nint CreateMark();

    /// <summary>Lets go of a mark.</summary>
    void FreeMark(nint mark);

    /// <summary>Sets a mark behind what was queued on a stream; where it was before counts no more.</summary>
    void SetMark(nint mark, nint stream);

    /// <summary>Has what comes on a stream run after what stands before a mark as it is set now.</summary>
    void QueueWait(nint mark, nint stream);

    /// <summary>Whether all that stands before a mark is done.</summary>
    bool IsReached(nint mark);

    /// <summary>Waits for all that stands before a mark.</summary>
    void Await(nint mark);

    /// <summary>Makes a stream, on which launches are captured.</summary>
    nint CreateStream();

    /// <summary>Lets go of a stream.</summary>
    void FreeStream(nint stream);

    /// <summary>Has launches on a stream be captured, and not run.</summary>
    void BeginCapture(nint stream);

    /// <summary>Ends it, and makes a graph of what was captured that can be launched.</summary>
    nint EndCapture(nint stream);

    /// <summary>Queues a graph.</summary>
    void LaunchGraph(nint graph, nint stream);

    /// <summary>Lets go of a graph; what was queued of it runs all the same.</summary>
    void FreeGraph(nint graph);
}

/// <summary>The parameters of an entry.</summary>
/// <param name="First">The first address.</param>
/// <param name="Second">The second.</param>
/// <param name="Third">The third; of an entry that takes two, unused.</param>
/// <param name="Fourth">The fourth.</param>
/// <param name="Number">The number.</param>
/// <param name="OfStep">Where <see cref="Descent.Engine.DeviceConditions"/> lie.</param>
internal readonly record struct LaunchParameters(ulong First, ulong Second, ulong Third, ulong Fourth, uint Number, ulong OfStep = 0);

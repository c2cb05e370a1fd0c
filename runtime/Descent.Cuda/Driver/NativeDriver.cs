using System.Runtime.InteropServices;
using System.Text;

namespace Descent.Cuda.Driver;

/// <summary>NVIDIA's driver.</summary>
internal sealed unsafe class NativeDriver : ICudaDriver
{
    private const int LogLength = 4096;

    /// <summary>The driver's numbers of the buffer for a compilation's errors, and of its length.</summary>
    private const int ErrorLogBuffer = 5, ErrorLogLength = 6;

    /// <summary>The driver's flag of a mark that keeps no time.</summary>
    private const uint WithoutTime = 2;

    /// <summary>The driver's flag of a stream that is in order with no other.</summary>
    private const uint NonBlocking = 1;

    /// <summary>The driver's number of a capture beside which all else goes on.</summary>
    private const int Relaxed = 2;

    /// <summary>The driver's answer that a mark is not reached yet.</summary>
    private const int NotReady = 600;

    private NativeDriver() => WhyUnavailable = Start();

    /// <summary>The driver of this machine, started once.</summary>
    public static NativeDriver Instance { get; } = new();

    public string? WhyUnavailable { get; }

    public int CountDevices()
    {
        int count;
        Check(CudaFunctions.DeviceGetCount(&count), "count the devices");
        return count;
    }

    public string NameOf(int ordinal)
    {
        const int Length = 256;
        var name = stackalloc byte[Length];
        Check(CudaFunctions.DeviceGetName(name, Length, DeviceOf(ordinal)), "name a device");
        return Marshal.PtrToStringUTF8((nint)name)!;
    }

    public nint RetainContext(int ordinal)
    {
        nint context;
        Check(CudaFunctions.PrimaryContextRetain(&context, DeviceOf(ordinal)), "retain the primary context");
        return context;
    }

    public void ReleaseContext(int ordinal) => Check(CudaFunctions.PrimaryContextRelease(DeviceOf(ordinal)), "release the primary context");

    public void Use(nint context) => Check(CudaFunctions.ContextSetCurrent(context), "use the primary context");

    public ulong Allocate(nuint bytes)
    {
        ulong address;
        Check(CudaFunctions.MemoryAllocate(&address, bytes), "allocate", bytes);
        return address;
    }

    public void Free(ulong address) => Check(CudaFunctions.MemoryFree(address), "free memory");

    public void Read(ulong address, Span<byte> destination, nint stream)
    {
        fixed (byte* first = destination)
        {
            Check(CudaFunctions.CopyToHost(first, address, (nuint)destination.Length, stream), "copy from the device", (nuint)destination.Length);
            Synchronize(stream);
        }
    }

    public nint AllocateLocked(nuint bytes)
    {
        void* memory;
        Check(CudaFunctions.LockedAllocate(&memory, bytes), "allocate locked memory,", bytes);
        return (nint)memory;
    }

    public void FreeLocked(nint memory) => Check(CudaFunctions.LockedFree((void*)memory), "free locked memory");

    public void Write(ulong address, nint source, nuint bytes, nint stream) => Check(CudaFunctions.CopyToDevice(address, (void*)source, bytes, stream), "copy to the device", bytes);

    public void Copy(ulong source, ulong destination, nuint bytes, nint stream) => Check(CudaFunctions.CopyOnDevice(destination, source, bytes, stream), "copy on the device", bytes);

    public void Clear(ulong address, nuint bytes, nint stream) => Check(CudaFunctions.MemorySet(address, 0, bytes, stream), "clear", bytes);

    public nint Load(string text)
    {
        var image = new byte[Encoding.ASCII.GetByteCount(text) + 1];
        _ = Encoding.ASCII.GetBytes(text, image);
        var log = new byte[LogLength];
        var options = stackalloc int[] { ErrorLogBuffer, ErrorLogLength };
        fixed (byte* first = image, words = log)
        {
            var values = stackalloc void*[] { words, (void*)(nuint)LogLength };
            nint module;
            var error = CudaFunctions.ModuleLoad(&module, first, 2, options, values);
            return error == 0 ? module : throw Refusal(error, $"compile a module ({Marshal.PtrToStringUTF8((nint)words)!.Trim()})");
        }
    }

    public void Unload(nint module) => Check(CudaFunctions.ModuleUnload(module), "unload a module");

    public nint FindEntry(nint module, string name)
    {
        nint function;
        Check(CudaFunctions.ModuleGetFunction(&function, module, name), $"find the entry {name}");
        return function;
    }

    public void Launch(nint entry, uint blocks, uint threads, LaunchParameters parameters, nint stream)
    {
        // An entry takes as many as it says that it has.
        var (first, second, third, fourth, number, ofStep) = parameters;
        var addresses = stackalloc void*[] { &first, &second, &third, &fourth, &number, &ofStep };
        Check(CudaFunctions.Launch(entry, blocks, 1, 1, threads, 1, 1, 0, stream, addresses, null), "start a loop");
    }

    public void Synchronize(nint stream) => Check(CudaFunctions.StreamSynchronize(stream), "finish what was queued");

    public nint CreateMark()
    {
        nint mark;
        Check(CudaFunctions.EventCreate(&mark, WithoutTime), "create an event");
        return mark;
    }

    public void FreeMark(nint mark) => Check(CudaFunctions.EventDestroy(mark), "free an event");

    public void SetMark(nint mark, nint stream) => Check(CudaFunctions.EventRecord(mark, stream), "record an event");

    public void QueueWait(nint mark, nint stream) => Check(CudaFunctions.StreamWaitEvent(stream, mark, 0), "have a stream wait");

    public bool IsReached(nint mark)
    {
        var error = CudaFunctions.EventQuery(mark);
        Check(error == NotReady ? 0 : error, "finish what was queued");
        return error == 0;
    }

    public void Await(nint mark) => Check(CudaFunctions.EventSynchronize(mark), "finish what was queued");

    public nint CreateStream()
    {
        nint stream;
        Check(CudaFunctions.StreamCreate(&stream, NonBlocking), "create a stream");
        return stream;
    }

    public void FreeStream(nint stream) => Check(CudaFunctions.StreamDestroy(stream), "free a stream");

    public void BeginCapture(nint stream) => Check(CudaFunctions.StreamBeginCapture(stream, Relaxed), "begin to capture a graph");

    public nint EndCapture(nint stream)
    {
        nint graph, executable;
        Check(CudaFunctions.StreamEndCapture(stream, &graph), "capture a graph");
        var error = CudaFunctions.GraphInstantiate(&executable, graph, 0);
        Check(CudaFunctions.GraphDestroy(graph), "free a graph");
        Check(error, "instantiate a graph");
        return executable;
    }

    public void LaunchGraph(nint graph, nint stream) => Check(CudaFunctions.GraphLaunch(graph, stream), "launch a graph");

    public void FreeGraph(nint graph) => Check(CudaFunctions.GraphExecutableDestroy(graph), "free a graph");

    private static string? Start()
    {
        if (!CudaFunctions.TryLoad(out _))
        {
            return $"NVIDIA's driver is not installed: there is no {CudaFunctions.Names}.";
        }

        var error = CudaFunctions.Init(0);
        if (error != 0)
        {
            return Refusal(error, "start").Message;
        }

        int count;
        error = CudaFunctions.DeviceGetCount(&count);
        return error != 0 ? Refusal(error, "count the devices").Message : count == 0 ? "NVIDIA's driver finds no device." : null;
    }

    private static int DeviceOf(int ordinal)
    {
        int device;
        Check(CudaFunctions.DeviceGet(&device, ordinal), $"find device {ordinal}");
        return device;
    }

    private static void Check(int error, string what)
    {
        if (error != 0)
        {
            throw Refusal(error, what);
        }
    }

    /// <summary>The same of so many bytes: no text is made of them unless it is needed.</summary>
    private static void Check(int error, string what, nuint bytes)
    {
        if (error != 0)
        {
            throw Refusal(error, $"{what} {bytes} bytes");
        }
    }

    private static CudaException Refusal(int error, string what)
    {
        byte* name = null, text = null;
        _ = CudaFunctions.GetErrorName(error, &name);
        _ = CudaFunctions.GetErrorString(error, &text);
        return new($"NVIDIA's driver could not {what}: {Marshal.PtrToStringUTF8((nint)text) ?? "error"} ({Marshal.PtrToStringUTF8((nint)name) ?? $"{error}"}).", error);
    }
}

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.Cuda.Driver;

namespace Descent.Cuda.Tests.Machine;

/// <summary>
/// A driver whose device is the interpreter. It counts what is asked of it, and can be told to fail. What is queued runs as late as may be (<see cref="MachineStreams"/>).
/// Threads take turns: memory that nobody refers to is freed by the thread of finalizers.
/// </summary>
internal sealed class MachineDriver : ICudaDriver
{
    private readonly List<PtxEntry[]> _modules = [];
    private readonly List<PtxEntry> _entries = [];
    private readonly HashSet<nint> _unloaded = [];
    private readonly Dictionary<nint, byte[]> _locked = [];
    private readonly MachineStreams _streams = new();
    private readonly Dictionary<nint, List<Action>> _graphs = [];
    private List<Action> _captured = [];
    private nint? _capturing;
    private nint _lastStream = -100;
    private nint _lastGraph;
    private bool _isCurrent;

    public GlobalMemory Memory { get; } = new();

    /// <summary>How many loops were started, and of how many blocks each.</summary>
    public List<(string Name, uint Blocks)> Launches { get; } = [];

    /// <summary>How many graphs were launched, of launches that are not among <see cref="Launches"/>.</summary>
    public int GraphLaunches { get; private set; }

    /// <summary>How many marks there are.</summary>
    public int Marks => _streams.Marks;

    /// <summary>How many pieces of locked memory there are.</summary>
    public int Locked => _locked.Count;

    /// <summary>How many graphs there are.</summary>
    public int Graphs => _graphs.Count;

    public int Modules => _modules.Count;

    /// <summary>How many modules are loaded.</summary>
    public int LoadedModules => _modules.Count - _unloaded.Count;

    /// <summary>The modules that were compiled.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>How often something was read, which waits for the device.</summary>
    public int Reads { get; private set; }

    /// <summary>How many bytes were copied to the device.</summary>
    public long Written { get; private set; }

    /// <summary>The call that fails, if one does.</summary>
    public Func<string, bool> Fails { get; set; } = _ => false;

    public string? WhyUnavailable { get; init; }

    public int CountDevices() => 1;

    public string NameOf(int ordinal) => "the interpreter";

    public nint RetainContext(int ordinal) => 1;

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void ReleaseContext(int ordinal)
    {
        Enter("release");
        _isCurrent = false;
    }

    public void Use(nint context) => _isCurrent = true;

    [MethodImpl(MethodImplOptions.Synchronized)]
    public ulong Allocate(nuint bytes)
    {
        Enter("allocate");
        Assert.NotEqual(0u, bytes);
        return Memory.Allocate((long)bytes);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Free(ulong address)
    {
        // The driver waits for the whole device before memory goes.
        Enter("free");
        _streams.RunAll();
        Memory.Free(address);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Read(ulong address, Span<byte> destination, nint stream)
    {
        Enter("read");
        Reads++;
        _streams.Run(stream);
        Memory.At(address, destination.Length).CopyTo(destination);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public nint AllocateLocked(nuint bytes)
    {
        Enter("lock");
        var memory = GC.AllocateUninitializedArray<byte>((int)bytes, pinned: true);
        var first = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        _locked.Add(first, memory);
        return first;
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void FreeLocked(nint memory)
    {
        Enter("free");
        Assert.True(_locked.Remove(memory), "No such memory is locked.");
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Write(ulong address, nint source, nuint bytes, nint stream)
    {
        Enter("write");
        Written += (long)bytes;
        _ = Memory.At(address, (long)bytes);
        var (first, memory) = _locked.Single(locked => source >= locked.Key && source - locked.Key + (nint)bytes <= locked.Value.Length);

        // What is there when the copy runs is copied, though the processor may have written something else since.
        Queue(stream, () => memory.AsSpan((int)(source - first), (int)bytes).CopyTo(Memory.At(address, (long)bytes)));
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Copy(ulong source, ulong destination, nuint bytes, nint stream)
    {
        Enter("copy");
        Queue(stream, () => Memory.At(source, (long)bytes).ToArray().CopyTo(Memory.At(destination, (long)bytes)));
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Clear(ulong address, nuint bytes, nint stream)
    {
        Enter("clear");
        Queue(stream, () => Memory.At(address, (long)bytes).Clear());
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public nint Load(string text)
    {
        Enter("load");
        Texts.Add(text);
        Ptxas.Assemble(text);
        _modules.Add(PtxEntry.Load(text, Memory));
        return _modules.Count;
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Unload(nint module)
    {
        Enter("unload");
        Assert.True(_unloaded.Add(module), "No such module is loaded.");
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public nint FindEntry(nint module, string name)
    {
        Enter("find");
        _entries.Add(_modules[(int)module - 1].Single(entry => entry.Name == name));
        return _entries.Count;
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Launch(nint entry, uint blocks, uint threads, LaunchParameters parameters, nint stream)
    {
        Enter("launch");
        Assert.InRange(blocks, 1u, (uint)int.MaxValue);
        Assert.InRange(threads, 1u, 1024u);
        var code = _entries[(int)entry - 1];
        Assert.Equal(code.Parameters.Count == 5 ? ["u64", "u64", "u64", "u64", "u32"] : ["u64", "u64", "u64", "u64", "u32", "u64"], code.Parameters.Select(parameter => parameter.Type));
        if (_capturing != stream)
        {
            Launches.Add((code.Name, blocks));
        }

        var bytes = new byte[48];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, parameters.First);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), parameters.Second);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), parameters.Third);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), parameters.Fourth);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(32), parameters.Number);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(40), parameters.OfStep);
        Queue(stream, () => PtxBlocks.Run(code, bytes, Memory, blocks, threads));
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Synchronize(nint stream)
    {
        Enter("synchronize");
        _streams.Run(stream);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public nint CreateMark()
    {
        Enter("create");
        return _streams.CreateMark();
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void FreeMark(nint mark)
    {
        Enter("free");
        _streams.FreeMark(mark);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void SetMark(nint mark, nint stream)
    {
        Enter("mark");
        _streams.SetMark(mark, stream);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void QueueWait(nint mark, nint stream)
    {
        Enter("wait");
        _streams.AddWait(mark, stream);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public bool IsReached(nint mark)
    {
        Enter("ask");
        return _streams.IsReached(mark);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void Await(nint mark)
    {
        Enter("await");
        _streams.RunTo(mark);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public nint CreateStream()
    {
        Enter("create");
        return --_lastStream;
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void FreeStream(nint stream)
    {
        Enter("free");
        Assert.NotEqual(_capturing, stream);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void BeginCapture(nint stream)
    {
        Enter("capture");
        Assert.Null(_capturing);
        Assert.NotEqual(0, stream);
        (_capturing, _captured) = (stream, []);
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public nint EndCapture(nint stream)
    {
        Enter("end");
        Assert.Equal(_capturing, stream);
        _capturing = null;
        _graphs.Add(++_lastGraph, _captured);
        return _lastGraph;
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void LaunchGraph(nint graph, nint stream)
    {
        Enter("graph");
        GraphLaunches++;
        foreach (var work in _graphs[graph])
        {
            Queue(stream, work);
        }
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public void FreeGraph(nint graph)
    {
        Enter("free");
        Assert.True(_graphs.Remove(graph), "No such graph was made.");
    }

    /// <summary>Queues work, or has it be a part of the graph that is captured.</summary>
    private void Queue(nint stream, Action work)
    {
        if (_capturing == stream)
        {
            _captured.Add(work);
        }
        else
        {
            _streams.Add(stream, work);
        }
    }

    private void Enter(string call)
    {
        Assert.True(_isCurrent, "The context is not that of this thread.");
        if (Fails(call))
        {
            throw new CudaException($"NVIDIA's driver could not {call}: out of order (CUDA_ERROR_TEST).", 999);
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;
using Descent.Cuda.Driver;
using Descent.Cuda.Kernels;
using Descent.Engine;

namespace Descent.Cuda;

/// <summary>What the engine knows of a GPU: its memory, and the loops that it runs. Modules are compiled once.</summary>
internal sealed partial class KernelDevice : IKernelDevice, IDisposable
{
    /// <summary>How many threads work on a piece.</summary>
    private const int Threads = 256;

    /// <summary>How many work on a piece of which totals are taken, or that is of rows or columns: a warp for each block of 512 terms.</summary>
    private const int ThreadsOfReduction = 512;

    /// <summary>How many compute what follows from the totals of a tensor each.</summary>
    private const uint ThreadsOfScalars = 128;

    private readonly ICudaDriver _driver;
    private readonly int _ordinal;
    private readonly nint _context;
    private readonly Dictionary<(Type Rule, string Storage), nint> _modules = [];
    private readonly Dictionary<(Type Rule, string Storage, string Name), nint> _entries = [];
    private readonly Dictionary<(Type Rule, string Storage, string Name), int[]> _inBlocks = [];
    private readonly ConditionalWeakTable<DeviceLaunch, LaunchTables> _tables = [];
    private readonly ConditionalWeakTable<DeviceLaunch, LaunchTables>.CreateValueCallback _makeTables;
    private DeviceAllocation? _results;
    private ulong[] _read = [];
    private int _chunks;
    private bool _isDisposed;

    public KernelDevice(ICudaDriver driver, int ordinal, nint stream)
    {
        (_driver, _ordinal, _makeTables) = (driver, ordinal, _ => new(this));
        _home = _stream = _last = stream;
        _context = driver.RetainContext(ordinal);
        Name = driver.NameOf(ordinal);
    }

    public string Name { get; }

    public ulong Allocate(long bytes) => Driver().Allocate((nuint)bytes);

    public void Free(ulong address)
    {
        // What a context had is gone with it.
        if (!_isDisposed)
        {
            Driver().Free(address);
        }
    }

    public void Read(ulong address, Span<byte> destination)
    {
        if (!destination.IsEmpty)
        {
            InOrderBehindLoops().Read(address, destination, _stream);
        }
    }

    public void Write(ulong address, ReadOnlySpan<byte> source)
    {
        if (!source.IsEmpty)
        {
            var driver = InOrder();
            _recorder?.NoteWrite(address, _stream);
            driver.Write(address, source, _stream);
        }
    }

    public void Copy(ulong source, ulong destination, long bytes)
    {
        if (bytes > 0)
        {
            InOrderBehindLoops().Copy(source, destination, (nuint)bytes, _stream);
        }
    }

    public void Clear(ulong address, long bytes)
    {
        if (bytes > 0)
        {
            InOrderBehindLoops().Clear(address, (nuint)bytes, _stream);
        }
    }

    public void Synchronize() => InOrderBehindLoops().Synchronize(_stream);

    public void Run(DeviceLaunch launch)
    {
        var driver = InOrder();
        var inBlocks = InBlocks(launch);
        var (entry, measuring) = (EntryOf(launch, launch.EntryName, measures: false), inBlocks.Length > 0 ? EntryOf(launch, launch.EntryName, measures: true) : 0);
        var tables = _tables.GetValue(launch, _makeTables);
        var parameters = tables.Fill(launch);
        if (launch.ScalarsName is { } scalars)
        {
            var computing = EntryOf(launch, scalars, measures: false);
            Launch(driver, computing, ((uint)launch.Lengths.Count + ThreadsOfScalars - 1) / ThreadsOfScalars, ThreadsOfScalars, tables.FillScalars(launch));
        }

        var threads = (uint)(launch.CountTotals() == 0 && launch.Walk == DeviceWalk.Weights ? Threads : ThreadsOfReduction);
        if (inBlocks.Length == 0)
        {
            Launch(driver, entry, (uint)tables.Pieces, threads, parameters);
            return;
        }

        var (states, count) = tables.FillStates(launch, inBlocks);
        if (!_entries.TryGetValue((typeof(BlockText), "", BlockText.Entry), out var taking))
        {
            taking = FindEntry(typeof(BlockText), "", BlockText.Entry, BlockText.Module());
        }

        Launch(driver, measuring, (uint)tables.Pieces, threads, parameters);
        Launch(driver, entry, (uint)tables.Pieces, threads, parameters);
        Launch(driver, taking, (uint)count, BlockText.Threads, new(states, 0, 0, 0, 0));
    }

    public void ReadTotals(DeviceLaunch launch, Span<double> totals)
        => Read(_tables.GetValue(launch, _makeTables).Totals!.Address, MemoryMarshal.AsBytes(totals));

    public ulong TotalsOf(DeviceLaunch launch) => _tables.GetValue(launch, _makeTables).Totals!.Address;

    public void Combine(ReductionKind kind, ulong tasks, int count)
    {
        var driver = InOrder();
        var name = TreeText.EntryOf(kind);
        if (!_entries.TryGetValue((typeof(TreeText), "", name), out var entry))
        {
            entry = FindEntry(typeof(TreeText), "", name, TreeText.Module());
        }

        Launch(driver, entry, (uint)count, TreeText.Threads, new(tasks, 0, 0, 0, 0));
    }

    public void Scan(ulong gradients, int length, Type type, Span<double> sums, Span<double> largest)
    {
        var driver = InOrderBehindLoops();
        if (!_entries.TryGetValue((typeof(ScanText), type.Name, ScanText.Entry), out var entry))
        {
            entry = FindEntry(typeof(ScanText), type.Name, ScanText.Entry, ScanText.Of(type));
        }

        if (_results is null || sums.Length > _chunks)
        {
            _results?.Dispose();
            _results = new(this, 2L * sizeof(double) * sums.Length);
            _chunks = sums.Length;
        }

        driver.Launch(entry, (uint)sums.Length, ScanText.Threads, new(gradients, _results.Address, 0, 0, (uint)length), _stream);
        if (_read.Length < 2 * sums.Length)
        {
            _read = new ulong[2 * sums.Length];
        }

        var results = _read.AsSpan(0, 2 * sums.Length);
        Read(_results.Address, MemoryMarshal.AsBytes(results));
        for (var chunk = 0; chunk < sums.Length; chunk++)
        {
            sums[chunk] = BitConverter.UInt64BitsToDouble(results[2 * chunk]);
            largest[chunk] = MagnitudeOf(results[(2 * chunk) + 1], type == typeof(double));
        }
    }

    public void Measure(in DeviceValues measured, Span<double> sums, Span<double> largest, Span<long> bad)
    {
        var driver = InOrderBehindLoops();
        var storage = $"{measured.Type.Name} {measured.OfDoubles}";
        if (!_entries.TryGetValue((typeof(MeasureText), storage, MeasureText.Entry), out var entry))
        {
            entry = FindEntry(typeof(MeasureText), storage, MeasureText.Entry, MeasureText.Of(measured.Type, measured.OfDoubles));
        }

        var bytes = (long)MeasureText.BytesOfChunk * sums.Length;
        using var results = new DeviceAllocation(this, bytes + MeasureText.BytesOfTable);
        var table = results.Address + (ulong)bytes;
        Write(table, MemoryMarshal.AsBytes([BitConverter.DoubleToUInt64Bits(measured.First), BitConverter.DoubleToUInt64Bits(measured.Second), (ulong)measured.ChunkLength]));
        driver.Launch(entry, (uint)sums.Length, MeasureText.Threads, new(measured.Address, measured.Subtracted, results.Address, table, (uint)measured.Length), _stream);
        var read = new ulong[3 * sums.Length];
        Read(results.Address, MemoryMarshal.AsBytes(read.AsSpan()));
        for (var chunk = 0; chunk < sums.Length; chunk++)
        {
            sums[chunk] = BitConverter.UInt64BitsToDouble(read[3 * chunk]);
            largest[chunk] = MagnitudeOf(read[(3 * chunk) + 1], measured.OfDoubles);
            bad[chunk] = (long)read[(3 * chunk) + 2];
        }
    }

    public void RefuseIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, typeof(CudaDevice));

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _driver.Use(_context);
            _results?.Dispose();
            FreeMarks();
            _isDisposed = true;
            _driver.ReleaseContext(_ordinal);
        }
    }

    private static double MagnitudeOf(ulong bits, bool ofDoubles) => ofDoubles ? BitConverter.UInt64BitsToDouble(bits) : BitConverter.UInt32BitsToSingle((uint)bits);

    /// <summary>The states of 8 bits that a loop stores.</summary>
    private int[] InBlocks(DeviceLaunch launch)
    {
        if (!launch.HasBlocks)
        {
            return [];
        }

        if (!_inBlocks.TryGetValue((launch.Rule.GetType(), launch.Storage, launch.EntryName), out var memories))
        {
            memories = FindInBlocks(launch);
            _inBlocks.Add((launch.Rule.GetType(), launch.Storage, launch.EntryName), memories);
        }

        return memories;
    }

    private static int[] FindInBlocks(DeviceLaunch launch)
        => [.. PtxText.StoredIn(launch.Rule.CudaText, launch.EntryName).Where(memory => launch.Elements[memory].IsInBlocks)];

    private nint EntryOf(DeviceLaunch launch, string name, bool measures)
    {
        var storage = measures ? launch.MeasuredStorage : launch.Storage;
        if (_entries.TryGetValue((launch.Rule.GetType(), storage, name), out var entry))
        {
            return entry;
        }

        try
        {
            return FindEntry(launch.Rule.GetType(), storage, name, PtxText.Of(launch.Rule.CudaText, launch.Elements, measures));
        }
        catch (CudaException exception)
        {
            throw new CudaException($"{launch.Type.Name}: {exception.Message}", exception.Code);
        }
    }

    /// <summary>Finds an entry for the first time, in a module that is compiled unless another entry of it was found.</summary>
    private nint FindEntry(Type owner, string storage, string name, string text)
    {
        if (!_modules.TryGetValue((owner, storage), out var module))
        {
            module = _driver.Load(text);
            _modules.Add((owner, storage), module);
        }

        var entry = _driver.FindEntry(module, name);
        _entries.Add((owner, storage, name), entry);
        return entry;
    }

    /// <summary>The driver, whose calls of this thread go to the device.</summary>
    private ICudaDriver Driver()
    {
        RefuseIfDisposed();
        _driver.Use(_context);
        return _driver;
    }
}

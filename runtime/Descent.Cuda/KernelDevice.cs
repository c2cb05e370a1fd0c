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
    private const int Threads = CodedText.Threads;

    /// <summary>How many work on a piece of which totals are taken, or that is of rows or columns: a warp for each block of 512 terms.</summary>
    private const int ThreadsOfReduction = 512;

    /// <summary>How many compute what follows from the totals of a tensor each.</summary>
    private const uint ThreadsOfScalars = 128;

    private readonly ICudaDriver _driver;
    private readonly int _ordinal;
    private readonly nint _context;
    private readonly LockedMemory _locked;
    private readonly HashSet<ulong> _allocated = [];
    private readonly Dictionary<(Type Rule, string Storage), nint> _modules = [];
    private readonly Dictionary<(Type Rule, string Storage, string Name), nint> _entries = [];
    private readonly ConditionalWeakTable<DeviceLaunch, LaunchTables> _tables = [];
    private readonly Lock _disposal = new();
    private DeviceAllocation? _unconditional;
    private readonly ConditionalWeakTable<DeviceLaunch, LaunchTables>.CreateValueCallback _makeTables;
    private bool _isDisposed;

    public KernelDevice(ICudaDriver driver, int ordinal, nint stream)
    {
        (_driver, _ordinal, _locked, _makeTables) = (driver, ordinal, new(driver), _ => new(this));
        _home = _stream = _last = stream;
        _context = driver.RetainContext(ordinal);
        Name = driver.NameOf(ordinal);
    }

    public string Name { get; }

    public ulong Allocate(long bytes)
    {
        var driver = Driver();
        lock (_disposal)
        {
            var address = driver.Allocate((nuint)bytes);
            _allocated.Add(address);
            return address;
        }
    }

    public void Free(ulong address)
    {
        // The thread of finalizers frees, too. What is allocated goes with the device.
        lock (_disposal)
        {
            if (_allocated.Remove(address))
            {
                LetGo(() => Driver().Free(address));
            }
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
            _ = InOrder();
            _recorder?.NoteWrite(address, _stream);
            _locked.Write(address, source, _stream);
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
        var tables = _tables.GetValue(launch, _makeTables);
        var entries = tables.Entries ??= FindEntries(launch);
        var ofStep = launch.OfStep != 0 ? launch.OfStep : Unconditional();
        if (launch.IsOfEach)
        {
            var ofLines = tables.FillLines(launch) with { OfStep = ofStep };
            Launch(driver, entries.Loop, (uint)tables.Pieces, LaunchTables.LinesOfPiece, ofLines);
            return;
        }

        var parameters = tables.Fill(launch) with { OfStep = ofStep };
        if (launch.ScalarsName is not null)
        {
            Launch(driver, entries.Scalars, ((uint)launch.Lengths.Count + ThreadsOfScalars - 1) / ThreadsOfScalars, ThreadsOfScalars, tables.FillScalars(launch));
        }

        var threads = (uint)(launch.CountTotals() == 0 && launch.Walk == DeviceWalk.Weights ? Threads : ThreadsOfReduction);
        if (entries.InBlocks.Length == 0)
        {
            Launch(driver, entries.Loop, (uint)tables.Pieces, threads, parameters);
            return;
        }

        var (states, count) = tables.FillStates(launch, entries.InBlocks);
        Launch(driver, entries.Measuring, (uint)tables.Pieces, threads, parameters);
        Launch(driver, entries.Loop, (uint)tables.Pieces, threads, parameters);
        Launch(driver, entries.Taking, (uint)count, BlockText.Threads, new(states, 0, 0, 0, 0, parameters.OfStep));
    }

    public void ReadTotals(DeviceLaunch launch, Span<double> totals)
        => Read(_tables.GetValue(launch, _makeTables).Totals!.Address, MemoryMarshal.AsBytes(totals));

    public ulong TotalsOf(DeviceLaunch launch) => _tables.GetValue(launch, _makeTables).Totals!.Address;

    public void Combine(ReductionKind kind, ulong tasks, int count)
    {
        var driver = InOrder();
        var entry = EntryOf(typeof(TreeText), "", TreeText.EntryOf(kind), 0, static _ => TreeText.Module());
        Launch(driver, entry, (uint)count, TreeText.Threads, new(tasks, 0, 0, 0, 0));
    }

    public void CombineColumns(ReductionKind kind, ulong tasks, int count)
    {
        var driver = InOrder();
        var entry = EntryOf(typeof(BandText), "", TreeText.EntryOf(kind), 0, static _ => BandText.Module());
        Launch(driver, entry, (uint)count, BandText.Threads, new(tasks, 0, 0, 0, 0));
    }

    public void Scan(Type type, ulong pieces, ulong gradients, ulong terms, int count)
    {
        var driver = InOrder();
        var entry = EntryOf(typeof(ScanText), type.Name, ScanText.Entry, type, ScanText.Of);
        Launch(driver, entry, (uint)count, ScanText.Threads, new(pieces, gradients, terms, 0, 0));
    }

    public void Spread(Type type, ulong chunks, ulong rows, ulong spread, int count)
    {
        var driver = InOrder();
        var entry = EntryOf(typeof(SpreadText), type.Name, SpreadText.Entry, type, SpreadText.Of);
        Launch(driver, entry, (uint)count, SpreadText.Threads, new(chunks, rows, spread, 0, 0));
    }

    public void ClearTerms(ulong terms, int count)
    {
        var driver = InOrder();
        var entry = EntryOf(typeof(SpreadText), "", SpreadText.EntryOfTerms, 0, static _ => SpreadText.OfTerms());
        Launch(driver, entry, ((uint)count + SpreadText.Threads - 1) / SpreadText.Threads, SpreadText.Threads, new(terms, 0, 0, 0, (uint)count));
    }

    public void CombineNorms(ulong tasks, int count)
    {
        var driver = InOrder();
        var entry = EntryOf(typeof(NormText), "", NormText.Entry, 0, static _ => NormText.Module());
        Launch(driver, entry, (uint)count, TreeText.Threads, new(tasks, 0, 0, 0, 0));
    }

    public void LimitNorm(ulong task, ulong limits, ulong conditions, ulong norms)
    {
        var driver = InOrder();
        var entry = EntryOf(typeof(LimitText), "", LimitText.Entry, 0, static _ => LimitText.Module());
        Launch(driver, entry, 1, TreeText.Threads, new(task, limits, conditions, norms, 0));
    }

    public void RefuseIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, typeof(CudaDevice));

    public void Dispose()
    {
        lock (_disposal)
        {
            if (!_isDisposed)
            {
                _unconditional?.Dispose();
                LetGo(FreeAll);
                _allocated.Clear();
                _isDisposed = true;
                LetGo(() => _driver.ReleaseContext(_ordinal));
            }
        }
    }

    /// <summary>Lets go of all that is in the context, which others in the process may have retained as well: then it stays, and all that is in it.</summary>
    private void FreeAll()
    {
        Synchronize();
        foreach (var recorder in _recorders)
        {
            recorder.Dispose();
        }

        foreach (var address in _allocated)
        {
            _driver.Free(address);
        }

        foreach (var module in _modules.Values)
        {
            _driver.Unload(module);
        }

        _locked.Free();
        FreeMarks();
    }

    /// <summary>
    /// Lets go of something. Where a loop has failed, the driver answers every call with that; whoever waits is told. Here it would take the place of what is being thrown, and on the thread of finalizers end the process.
    /// </summary>
    private static void LetGo(Action letGo)
    {
        try
        {
            letGo();
        }
        catch (CudaException)
        {
            // The driver frees nothing any more, until the process ends.
        }
    }

    private static double MagnitudeOf(ulong bits, bool ofDoubles) => ofDoubles ? BitConverter.UInt64BitsToDouble(bits) : BitConverter.UInt32BitsToSingle((uint)bits);

    /// <summary>Where the conditions lie of a step of which this processor knows all.</summary>
    private ulong Unconditional()
    {
        if (_unconditional is null)
        {
            // Memory that was not written is none.
            DeviceAllocation conditions = new(this, DeviceConditions.Bytes);
            Write(conditions.Address, DeviceConditions.None);
            _unconditional = conditions;
        }

        return _unconditional.Address;
    }

    /// <summary>Finds the entries of a loop, before it is queued for the first time.</summary>
    private LaunchEntries FindEntries(DeviceLaunch launch)
    {
        int[] inBlocks = launch.HasBlocks ? PtxText.FindStoredInTwoPasses(launch.Rule.CudaText, launch.EntryName, launch.Elements) : [];
        return new(
            EntryOf(launch, launch.EntryName, measures: false),
            launch.ScalarsName is { } scalars ? EntryOf(launch, scalars, measures: false) : 0,
            inBlocks,
            inBlocks.Length > 0 ? EntryOf(launch, launch.EntryName, measures: true) : 0,
            inBlocks.Length > 0 ? EntryOf(typeof(BlockText), "", BlockText.Entry, 0, static _ => BlockText.Module()) : 0);
    }

    /// <summary>An entry of the text of a rule.</summary>
    private nint EntryOf(DeviceLaunch launch, string name, bool measures)
    {
        try
        {
            return EntryOf(launch.Rule.GetType(), measures ? launch.MeasuredStorage : launch.Storage, name, (launch, measures), static of => PtxText.Of(of.launch.Rule.CudaText, of.launch.Elements, of.measures));
        }
        catch (CudaException exception)
        {
            throw new CudaException($"{launch.Type.Name}: {exception.Message}", exception.Code);
        }
    }

    /// <summary>An entry of a text, which is written and compiled when one of its entries is asked for for the first time.</summary>
    /// <param name="owner">Whose text it is.</param>
    /// <param name="storage">How what it works on is stored.</param>
    /// <param name="name">The name of the entry.</param>
    /// <param name="of">What the text follows from.</param>
    /// <param name="write">Writes it.</param>
    private nint EntryOf<T>(Type owner, string storage, string name, T of, Func<T, string> write)
    {
        if (_entries.TryGetValue((owner, storage, name), out var entry))
        {
            return entry;
        }

        if (!_modules.TryGetValue((owner, storage), out var module))
        {
            module = _driver.Load(write(of));
            _modules.Add((owner, storage), module);
        }

        entry = _driver.FindEntry(module, name);
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

using System.Runtime.InteropServices;
using Descent.Cuda.Driver;

namespace Descent.Cuda.Kernels;

/// <summary>
/// The launches of a step as a graph of the driver. Those of a step are kept until it ends; if they are those of the graph, it is launched, and if not, it is captured anew. What differs from
/// step to step lies in tables, which are brought to the device before: a table that changes behind a launch that has it ends the graph of this step, whose launches are queued one by one.
/// </summary>
internal sealed class LaunchRecorder(ICudaDriver driver) : IDisposable
{
    private readonly List<RecordedLaunch> _launches = [];
    private readonly List<RecordedLaunch> _captured = [];
    private nint _graph;
    private bool _isBroken;

    /// <summary>How often a graph was captured.</summary>
    public int Captures { get; private set; }

    /// <summary>Begins a step.</summary>
    public void Begin()
    {
        _launches.Clear();
        _isBroken = false;
    }

    /// <summary>Keeps a launch for the end of the step. Gives whether it is kept; if not, the caller queues it.</summary>
    public bool Add(RecordedLaunch launch)
    {
        if (!_isBroken)
        {
            _launches.Add(launch);
        }

        return !_isBroken;
    }

    /// <summary>Sees that a table changes: what is kept has to run before, if it has the table.</summary>
    public void NoteWrite(ulong address, nint stream)
    {
        foreach (ref readonly var launch in CollectionsMarshal.AsSpan(_launches))
        {
            if (launch.Has(address))
            {
                Break(stream);
                return;
            }
        }
    }

    /// <summary>Queues what is kept, launch by launch: what comes next has to run behind it.</summary>
    public void Break(nint stream)
    {
        foreach (ref readonly var launch in CollectionsMarshal.AsSpan(_launches))
        {
            launch.Queue(driver, stream);
        }

        _launches.Clear();
        _isBroken = true;
    }

    /// <summary>Ends the step: queues its launches on a stream, as a graph.</summary>
    public void End(nint stream)
    {
        if (_launches.Count == 0)
        {
            return;
        }

        if (_graph == 0 || !CollectionsMarshal.AsSpan(_captured).SequenceEqual(CollectionsMarshal.AsSpan(_launches)))
        {
            Capture();
        }

        driver.LaunchGraph(_graph, stream);
        _launches.Clear();
    }

    public void Dispose() => Free();

    private void Capture()
    {
        Free();
        var stream = driver.CreateStream();
        try
        {
            _graph = CaptureOn(stream);
        }
        finally
        {
            driver.FreeStream(stream);
        }

        _captured.Clear();
        _captured.AddRange(_launches);
        Captures++;
    }

    /// <summary>Captures the launches on a stream. Where one is refused, the capture is ended all the same: a stream that captures cannot go.</summary>
    private nint CaptureOn(nint stream)
    {
        driver.BeginCapture(stream);
        try
        {
            foreach (ref readonly var launch in CollectionsMarshal.AsSpan(_launches))
            {
                launch.Queue(driver, stream);
            }
        }
        catch (CudaException)
        {
            driver.FreeGraph(driver.EndCapture(stream));
            throw;
        }

        return driver.EndCapture(stream);
    }

    private void Free()
    {
        if (_graph != 0)
        {
            driver.FreeGraph(_graph);
            _graph = 0;
        }
    }
}

/// <summary>A launch that waits for the end of its step.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Blocks">How many blocks.</param>
/// <param name="Threads">How many threads each has.</param>
/// <param name="Parameters">The parameters.</param>
internal readonly record struct RecordedLaunch(nint Entry, uint Blocks, uint Threads, LaunchParameters Parameters)
{
    public bool Has(ulong address) => Parameters.First == address || Parameters.Second == address || Parameters.Third == address || Parameters.Fourth == address || Parameters.OfStep == address;

    public void Queue(ICudaDriver driver, nint stream) => driver.Launch(Entry, Blocks, Threads, Parameters, stream);
}

using Descent.Cuda.Driver;
using Descent.Cuda.Kernels;

namespace Descent.Cuda;

/// <content>Steps that are launched as a graph: their loops are kept until all are there.</content>
internal sealed partial class KernelDevice
{
    private readonly HashSet<LaunchRecorder> _recorders = [];
    private LaunchRecorder? _recorder;

    /// <summary>What keeps the launches of steps.</summary>
    public LaunchRecorder NewRecorder()
    {
        var recorder = new LaunchRecorder(Driver());
        _recorders.Add(recorder);
        return recorder;
    }

    /// <summary>Lets go of a graph.</summary>
    public void Free(LaunchRecorder recorder)
    {
        // A graph goes with the device.
        if (!_isDisposed && _recorders.Remove(recorder))
        {
            LetGo(() =>
            {
                _ = Driver();
                recorder.Dispose();
            });
        }
    }

    /// <summary>Has the loops that come be kept, until they are queued as a graph; or be queued one by one.</summary>
    public LaunchRecorder? Keep(LaunchRecorder? recorder)
    {
        var before = _recorder;
        _recorder = recorder;
        return before;
    }

    public bool KeepsLoops => _recorder is not null;

    public void Flush()
    {
        if (_recorder is { } recorder)
        {
            var driver = InOrder();
            recorder.End(_stream);
            if (_behindGraph is { } mark)
            {
                SetInside(driver, mark);
                _behindGraph = null;
            }
        }
    }

    /// <summary>The driver, for what comes behind the loops that are kept.</summary>
    private ICudaDriver InOrderBehindLoops()
    {
        var driver = InOrder();
        _recorder?.Break(_stream);
        return driver;
    }

    private void Launch(ICudaDriver driver, nint entry, uint blocks, uint threads, LaunchParameters parameters)
    {
        if (_recorder?.Add(new(entry, blocks, threads, parameters)) != true)
        {
            driver.Launch(entry, blocks, threads, parameters, _stream);
        }
    }
}

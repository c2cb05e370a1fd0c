using Descent.Cuda.Kernels;

namespace Descent.Cuda;

/// <summary>
/// The steps of an optimizer as a graph of the driver, made by <see cref="CudaSteps.Capture"/>: the loops of a step are captured once, and launched as one from then on. What differs from step to
/// step, such as what follows from the step number, lies in tables on the device, which a step brings up to date before; so hyperparameters, schedules and step counts go on as ever.
/// </summary>
public sealed class CudaGraph : IDisposable
{
    private readonly Optimizer _optimizer;
    private readonly CudaStream _stream;
    private readonly LaunchRecorder _recorder;
    private bool _isDisposed;

    internal CudaGraph(Optimizer optimizer, CudaStream stream)
    {
        (_optimizer, _stream) = (optimizer, stream);
        _recorder = stream.Device.NewRecorder();
    }

    /// <summary>How often the loops were captured: at the first step, and when others run than before, such as when a parameter is frozen.</summary>
    public int Captures => _recorder.Captures;

    /// <summary>Queues a step as a graph, as <see cref="CudaSteps.Step"/> queues its loops one by one.</summary>
    /// <returns>What tells whether the step is done, and what it did.</returns>
    /// <exception cref="CudaException">The driver refuses the stream. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">
    /// A step would wait for the device before all of its loops are queued, or writes what is no loop, as the message tells; a parameter lies elsewhere; or <see cref="Optimizer.Step"/> throws it. Nothing was changed.
    /// </exception>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite and the options say <see cref="NonFiniteGradients.Throw"/>; the update left itself out.</exception>
    /// <exception cref="IncompleteStepException">The driver refused the graph; none of its loops ran.</exception>
    /// <exception cref="ObjectDisposedException">The graph, the optimizer or the device is disposed.</exception>
    public CudaStep Step()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return CudaSteps.StepBy(_recorder, _optimizer, _stream);
    }

    /// <summary>Lets go of the graph. The optimizer goes on without it.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _stream.Device.Free(_recorder);
        }
    }
}

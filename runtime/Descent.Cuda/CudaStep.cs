namespace Descent.Cuda;

/// <summary>A step that was queued on a stream (<see cref="CudaSteps.Step"/>), done or not. Nothing has to be done with it.</summary>
public readonly record struct CudaStep
{
    private readonly KernelDevice? _device;
    private readonly long _number;
    private readonly StepResult _result;

    internal CudaStep(KernelDevice device, long number, StepResult result) => (_device, _number, _result) = (device, number, result);

    /// <summary>Whether all that the step queued is done. It does not wait.</summary>
    /// <exception cref="CudaException">Something that was queued failed.</exception>
    /// <exception cref="InvalidOperationException">It is the handle of no step.</exception>
    /// <exception cref="ObjectDisposedException">The device is disposed.</exception>
    public bool IsCompleted => Device.IsDone(_number);

    /// <summary>What the step did: how many parameters it updated, the norm of the gradients where it was asked for, whether it was skipped. It waits for a norm that the device computes, and not for the update.</summary>
    /// <exception cref="CudaException">Something that was queued failed.</exception>
    /// <exception cref="InvalidOperationException">It is the handle of no step; or the norm is no longer kept, since 64 steps whose norm is limited were queued after it.</exception>
    /// <exception cref="ObjectDisposedException">The device is disposed, and the norm did not come here before.</exception>
    public StepResult Result
    {
        get
        {
            _ = Device;
            return _result.Known();
        }
    }

    private KernelDevice Device => _device ?? throw new InvalidOperationException($"It is the handle of no step: {nameof(CudaSteps.Step)} gives one.");

    /// <summary>Waits until all that the step queued is done.</summary>
    /// <returns>What it did.</returns>
    /// <exception cref="CudaException">Something that was queued failed.</exception>
    /// <exception cref="InvalidOperationException">It is the handle of no step; or its norm is no longer kept, as <see cref="Result"/> says.</exception>
    /// <exception cref="ObjectDisposedException">The device is disposed.</exception>
    public StepResult Wait()
    {
        Device.Await(_number);
        return _result.Known();
    }

    /// <summary>Which step it is of those queued on the device, from 0; it waits for nothing.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _device is null ? "no step" : FormattableString.Invariant($"step {_number}");
}

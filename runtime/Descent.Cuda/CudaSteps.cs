using Descent.CompilerServices;
using Descent.Cuda.Kernels;

namespace Descent.Cuda;

/// <summary>Steps on streams of a host program.</summary>
public static class CudaSteps
{
    /// <summary>
    /// Queues a step on a stream, behind what the host program queued there, such as the gradients, and before what it queues there next, such as the coming forward pass. All that
    /// <see cref="Optimizer.Step"/> does is done, in the same order; it waits for the device only where this processor needs what is there: for the look for gradients that are not finite, for norms of another
    /// order than 2, for totals whose scalars are computed here, and for statistics.
    /// </summary>
    /// <param name="optimizer">The optimizer, all of whose parameters lie on the device.</param>
    /// <param name="stream">The stream.</param>
    /// <returns>What tells whether the step is done, and what it did.</returns>
    /// <remarks>
    /// What is read of weights, gradients and states afterwards, through parameters and buffers, waits for the step, and so does what is written to them. Up to 64 steps may be under way on
    /// a device; the next waits for the first of them. So many norms of the gradients are kept there, too, and come here when <see cref="CudaStep.Result"/> is asked. Nothing is allocated from step to step.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The optimizer is <see langword="null"/>.</exception>
    /// <exception cref="CudaException">The driver refuses the stream. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">
    /// A parameter lies elsewhere; the stream is of no device; or <see cref="Optimizer.Step"/> throws it. Nothing was changed.
    /// </exception>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite and the options say <see cref="NonFiniteGradients.Throw"/>; no update was queued.</exception>
    /// <exception cref="IncompleteStepException">The driver refused something when some weights were queued to be written.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or the device is disposed.</exception>
    public static CudaStep Step(this Optimizer optimizer, CudaStream stream)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return StepBy(recorder: null, optimizer, stream);
    }

    /// <summary>
    /// Has the steps of an optimizer be launched as a graph (<see cref="CudaGraph.Step"/>): the loops of the first step are captured, and launched as one from then on. A step must not wait for the device before
    /// all of its loops are queued: no norm of another order than 2 is limited, no statistics are collected, no totals come here. Where gradients that are not finite are looked for, the loops leave themselves out, and
    /// it waits for the graph to know whether they did.
    /// </summary>
    /// <param name="optimizer">The optimizer, all of whose parameters lie on the device.</param>
    /// <param name="stream">The stream on which its steps are queued.</param>
    /// <returns>The graph, which is to be disposed before the device.</returns>
    /// <exception cref="ArgumentNullException">The optimizer is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">A step would wait, as the message tells; a parameter lies elsewhere; or the stream is of no device.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or the device is disposed.</exception>
    public static CudaGraph Capture(this Optimizer optimizer, CudaStream stream)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        stream.Device.RefuseIfDisposed();
        foreach (var participant in optimizer.Participants)
        {
            participant.RefuseIfDisposed();
        }

        RefuseOthers(optimizer, stream.Device);
        RefuseWaiting(optimizer);
        return new(optimizer, stream);
    }

    internal static CudaStep StepBy(LaunchRecorder? recorder, Optimizer optimizer, CudaStream stream)
    {
        var device = stream.Device;
        RefuseOthers(optimizer, device);
        if (recorder is not null)
        {
            RefuseWaiting(optimizer);
            recorder.Begin();
        }

        var step = device.Begin(stream.Handle);
        var before = device.Keep(recorder);
        StepResult result;
        try
        {
            result = optimizer.Queue();
        }
        finally
        {
            device.Keep(before);
            device.End(step);
        }

        return new(device, step.Number, result);
    }

    /// <summary>Throws if a step waits for the device, and says why.</summary>
    private static void RefuseWaiting(Optimizer optimizer)
    {
        var reason = optimizer.Options switch
        {
            { ScansGradients: true, GradientNormOrder: not 2 } => $"the norm that is limited is not the Euclidean one ({nameof(OptimizerOptions.GradientNormOrder)})",
            { CollectStatistics: true } => $"statistics are collected ({nameof(OptimizerOptions.CollectStatistics)})",
            _ => null,
        };
        var participants = optimizer.Participants;
        for (var index = 0; index < participants.Length && reason is null; index++)
        {
            var rule = participants[index].Rule;
            reason = participants[index].ShardTotals is not null && optimizer.Options.ScansGradients ? "the norm of all gradients is gathered from all ranks"
                : participants[index].Parameters is [{ State: var state }, ..] && (state.Totals is not null || state.Matrix is not null) && (!rule.HasCudaScalars(RuleMethod.Update) || rule.HasCudaStates(RuleMethod.Update))
                    ? $"this processor computes what follows from the totals of {participants[index].Type.Name}, as its generated file says at the top"
                    : null;
        }

        if (reason is not null)
        {
            throw new InvalidOperationException($"A step cannot be launched as a graph that waits for the device: {reason}. Step without the graph.");
        }
    }

    private static void RefuseOthers(Optimizer optimizer, KernelDevice device)
    {
        var parameters = optimizer.Parameters;
        for (var index = 0; index < parameters.Count; index++)
        {
            var place = parameters[index].Memory.Place;
            if (!ReferenceEquals(place?.Device, device))
            {
                throw new InvalidOperationException(
                    $"Parameter '{parameters[index].Name}' lies {(place is { } other ? $"on {(other.Device.Name == device.Name ? "another device" : other.Device.Name)}" : "in memory of this processor")}, "
                    + $"and the stream is of {device.Name}: a step on a stream is over parameters that all lie on its device.");
            }
        }
    }
}

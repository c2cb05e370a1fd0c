using System.Numerics;
using Descent.Cuda;
using Descent.Cuda.Tests.Machine;

namespace Descent.Distributed.Tests;

/// <summary>The tensors of a small model on a device, of which those of this processor are copies: gradients are computed here.</summary>
internal sealed class DeviceRig<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<(CudaBuffer<T> Weights, CudaBuffer<T> Gradients)> _buffers = [];

    public DeviceRig((string Name, nint[] Shape)[] shapes)
    {
        Tensors = new(shapes);
        Device = new(Driver, 0, 0);
        foreach (var weights in Tensors.Weights)
        {
            _buffers.Add((Device.Allocate<T>(weights), Device.Allocate<T>(weights.Length)));
        }
    }

    public MachineDriver Driver { get; } = new();

    public CudaDevice Device { get; }

    public Tensors<T> Tensors { get; }

    /// <summary>Small enough for the interpreter: a chunk and a rest, a matrix of several rows at once and of two ranks, small ones.</summary>
    public static (string Name, nint[] Shape)[] Shapes { get; } = [("flat", [8_500]), ("matrix", [130, 70]), ("bias", [5]), ("kernel", [4, 3, 3])];

    /// <summary>Adds the tensors, if they are not there, and makes steps.</summary>
    public void Train(ShardedOptimizer sharded, int first, int end, Action<DeviceRig<T>, int, int>? alter = null)
    {
        if (sharded.Optimizer.Parameters.Count == 0)
        {
            foreach (var (index, (name, shape)) in Tensors.Shapes.Index())
            {
                sharded.Add(name, _buffers[index].Weights.Memory, _buffers[index].Gradients.Memory, shape);
            }

            sharded.Share();
            BindInputs(sharded);
        }

        for (var step = first; step < end; step++)
        {
            if (sharded.Optimizer.EvaluatesTwice)
            {
                Take(step + 500);
            }

            sharded.BeforeGradient();
            Take(step);
            sharded.Step();
        }

        void Take(int step)
        {
            Copy();
            foreach (var batch in sharded.MicroBatches)
            {
                Tensors.Fill(step, batch);
                alter?.Invoke(this, step, batch);
                foreach (var (index, (_, gradients)) in _buffers.Index())
                {
                    gradients.CopyFrom(Tensors.Gradients[index]);
                }

                sharded.TakeGradients();
            }
        }
    }

    /// <summary>A digest of all bits of the weights on the device.</summary>
    public string Digest()
    {
        Copy();
        return Tensors.Digest();
    }

    public void Dispose() => Device.Dispose();

    private void Copy()
    {
        foreach (var (index, (weights, _)) in _buffers.Index())
        {
            weights.CopyTo(Tensors.Weights[index]);
        }
    }

    private void BindInputs(ShardedOptimizer sharded)
    {
        foreach (var (index, parameter) in sharded.Optimizer.Parameters.Index())
        {
            foreach (var input in parameter.Inputs)
            {
                T[] values = [.. Enumerable.Range(0, Tensors.Weights[index].Length).Select(place => T.CreateTruncating((place % 7) + 1) / T.CreateTruncating(8))];
                parameter.BindInput<T>(input.Name, Device.Allocate<T>(values).Memory[sharded.RangeOf(parameter.Name)]);
            }
        }
    }
}

using System.Runtime.CompilerServices;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>The same optimizer twice, on this processor and on the interpreter, with gradients of some rows.</summary>
internal sealed class RowPair<TWeight, TGradient> : IDisposable
    where TWeight : unmanaged
    where TGradient : unmanaged
{
    private readonly Random _random = new(9);
    private readonly double _scale;
    private readonly List<(CudaDevice Device, bool IsWhole)> _tensors = [];

    public RowPair(Func<RuleOptimizer> create, double scale = 1)
    {
        (Here, There, _scale) = (create(), create(), scale);
        Driver = new();
        Device = new(Driver, 0, 0);
    }

    public RuleOptimizer Here { get; }

    public RuleOptimizer There { get; }

    public MachineDriver Driver { get; }

    public CudaDevice Device { get; }

    /// <summary>Adds a tensor of which some rows are given.</summary>
    public RowPair<TWeight, TGradient> Add(string name, params ReadOnlySpan<nint> shape) => AddOn(Device, name, shape);

    /// <summary>The same on another device.</summary>
    public RowPair<TWeight, TGradient> AddOn(CudaDevice device, string name, params ReadOnlySpan<nint> shape)
    {
        AddWeights(device, name, shape, isWhole: false);
        SetRows(name, []);
        return this;
    }

    /// <summary>Adds a tensor that has all gradients.</summary>
    public RowPair<TWeight, TGradient> AddWhole(string name, params ReadOnlySpan<nint> shape)
    {
        AddWeights(Device, name, shape, isWhole: true);
        SetAll(Here.Parameters.Count - 1);
        return this;
    }

    /// <summary>Adds a tensor that is frozen.</summary>
    public RowPair<TWeight, TGradient> Freeze(string name, params ReadOnlySpan<nint> shape)
    {
        Add(name, shape);
        Here.Parameters[^1].IsFrozen = There.Parameters[^1].IsFrozen = true;
        return this;
    }

    /// <summary>Gives both the gradients of a share of the rows of each tensor, drawn at random; of some tensors those that are said.</summary>
    public void SetGradients(double share, params ReadOnlySpan<(string Name, int[] Rows)> others)
    {
        for (var index = 0; index < _tensors.Count; index++)
        {
            if (_tensors[index].IsWhole)
            {
                SetAll(index);
                continue;
            }

            int[] rows = [.. Enumerable.Range(0, (int)Here.Parameters[index].Shape[0]).Where(_ => _random.NextDouble() < share)];
            foreach (var other in others)
            {
                rows = other.Name == Here.Parameters[index].Name ? other.Rows : rows;
            }

            SetRows(index, rows);
        }
    }

    /// <summary>Gives both the gradients of some rows of a tensor.</summary>
    public void SetRows(string name, int[] rows) => SetRows(IndexOf(name), rows);

    /// <summary>Gives both all gradients of a tensor.</summary>
    public void SetAll(string name) => SetAll(IndexOf(name));

    /// <summary>Has a gradient not be a number.</summary>
    public void Spoil(string name, int place)
    {
        foreach (var optimizer in new[] { Here, There })
        {
            optimizer.Parameters[IndexOf(name)].Gradients[place] = double.NaN;
        }
    }

    public (StepResult Here, StepResult There) Step() => (Here.Step(), There.Step());

    /// <summary>Weights, gradients and states are the same to the bit, and so are the step counts.</summary>
    public void AssertSame(string when)
    {
        Assert.Equal(Here.Parameters.Select(parameter => parameter.StepCount), There.Parameters.Select(parameter => parameter.StepCount));
        Same.AssertSame(Here, There, when);
    }

    public void Dispose()
    {
        Here.Dispose();
        There.Dispose();
        Device.Dispose();
    }

    private void AddWeights(CudaDevice device, string name, ReadOnlySpan<nint> shape, bool isWhole)
    {
        var length = 1;
        foreach (var size in shape)
        {
            length *= (int)size;
        }

        var weights = Next<TWeight>(length, 1);
        There.Add<TWeight>(name, device.Allocate<TWeight>(weights).Memory, shape: shape);
        Here.Add(name, weights, shape: shape);
        _tensors.Add((device, isWhole));
        foreach (var (here, there) in Here.Parameters[^1].Inputs.Zip(There.Parameters[^1].Inputs))
        {
            if (here.ElementType == typeof(double))
            {
                Bind(here, there, Next<double>(length, 1));
            }
            else
            {
                Bind(here, there, Next<float>(length, 1));
            }
        }

        void Bind<T>(InputView here, InputView there, T[] values)
            where T : unmanaged
        {
            here.Bind(values);
            there.Bind<T>(device.Allocate<T>(values).Memory);
        }
    }

    private void SetAll(int index)
    {
        var gradients = Next<TGradient>((int)Here.Parameters[index].Length, _scale);
        There.Parameters[index].BindGradients(_tensors[index].Device.Allocate<TGradient>(gradients).Memory);
        Here.Parameters[index].BindGradients(gradients);
    }

    private void SetRows(int index, int[] rows)
    {
        var gradients = Next<TGradient>(rows.Length * Here.Parameters[index].RowLength, _scale);
        There.Parameters[index].BindGradients(_tensors[index].Device.Allocate<TGradient>(gradients).Memory, rows);
        Here.Parameters[index].BindGradients(gradients, rows);
    }

    private int IndexOf(string name) => Here.Parameters.Index().First(item => item.Item.Name == name).Index;

    private T[] Next<T>(int length, double scale)
        where T : unmanaged
    {
        return [.. Enumerable.Range(0, length).Select(_ => Convert((_random.NextDouble() - 0.5) * scale))];

        static T Convert(double number) => typeof(T) == typeof(BFloat16) ? Of((BFloat16)number) : typeof(T) == typeof(Half) ? Of((Half)number) : typeof(T) == typeof(float) ? Of((float)number) : Of(number);

        static T Of<TOther>(TOther number) => Unsafe.As<TOther, T>(ref number);
    }
}

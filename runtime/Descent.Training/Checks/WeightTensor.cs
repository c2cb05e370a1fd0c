using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.Training;

/// <summary>Weights and gradients of one parameter, read and written as <see cref="double"/>, and the weights as they were.</summary>
internal abstract class WeightTensor
{
    public abstract Parameter Parameter { get; }

    /// <summary>The distance from 1 to the next larger number of the element type.</summary>
    public abstract double Epsilon { get; }

    /// <summary>Whether every weight has the bits it had at first.</summary>
    public abstract bool IsUnchanged { get; }

    private static WeightTensor Of(Parameter parameter)
    {
        WideWeights.Require(parameter, "optimizer");
        return parameter.Weights.ElementType == typeof(float) ? new WeightTensor<float>(parameter, 1.1920929e-7) : new WeightTensor<double>(parameter, 2.220446049250313e-16);
    }

    /// <summary>Those parameters that are not frozen, with their weights remembered.</summary>
    /// <exception cref="ArgumentException">They hold no weight, or some of 16 bits or on a device.</exception>
    public static List<WeightTensor> NonEmpty(Optimizer optimizer)
    {
        List<WeightTensor> tensors = [];
        foreach (var parameter in optimizer.Parameters)
        {
            if (!parameter.IsFrozen && parameter.Length > 0)
            {
                tensors.Add(Of(parameter));
            }
        }

        return tensors.Count > 0
            ? tensors
            : throw new ArgumentException("The optimizer has no weights to check: its parameters are none, empty or frozen.", nameof(optimizer));
    }

    /// <summary>The weight as it was.</summary>
    public abstract double Weight(int index);

    /// <summary>The gradient as it is now.</summary>
    public abstract double Gradient(int index);

    /// <summary>Takes all gradients into a norm.</summary>
    /// <returns>The largest absolute one of those that are finite, and the index of the first that is not; −1 if there is none.</returns>
    public abstract (double Largest, int NotFinite) MeasureGradients(ref EuclideanNorm norm);

    /// <summary>Writes a weight.</summary>
    /// <returns>What was written: <paramref name="value"/> rounded to the element type.</returns>
    public abstract double Write(int index, double value);

    /// <summary>Gives one weight the bits it had at first.</summary>
    public abstract void Restore(int index);

    /// <summary>Gives every weight the bits it had at first.</summary>
    public abstract void Restore();
}

/// <summary>A <see cref="WeightTensor"/> of one element type.</summary>
internal sealed class WeightTensor<T>(Parameter parameter, double epsilon) : WeightTensor
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _initial = parameter.Weights.ToArray<T>();

    public override Parameter Parameter => parameter;

    public override double Epsilon => epsilon;

    public override bool IsUnchanged
        => MemoryMarshal.AsBytes(_initial.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(parameter.Weights.Span<T>()));

    public override double Weight(int index) => double.CreateTruncating(_initial[index]);

    public override double Gradient(int index) => parameter.Gradients[index];

    public override (double Largest, int NotFinite) MeasureGradients(ref EuclideanNorm norm)
    {
        var (largest, notFinite) = (0.0, -1);
        var gradients = WideWeights.GradientsOf<T>(parameter);
        for (var i = 0; i < gradients.Length; i++)
        {
            var gradient = double.CreateTruncating(gradients[i]);
            norm.Add(gradient);
            if (double.IsFinite(gradient))
            {
                largest = Math.Max(largest, Math.Abs(gradient));
            }
            else if (notFinite < 0)
            {
                notFinite = i;
            }
        }

        return (largest, notFinite);
    }

    public override double Write(int index, double value)
    {
        var rounded = T.CreateTruncating(value);
        parameter.Weights.Span<T>()[index] = rounded;
        return double.CreateTruncating(rounded);
    }

    public override void Restore(int index) => parameter.Weights.Span<T>()[index] = _initial[index];

    public override void Restore() => _initial.CopyTo(parameter.Weights.Span<T>());
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.Training;

/// <summary>One parameter's part of a <see cref="ParameterVector"/>.</summary>
internal abstract class VectorPart(Parameter parameter, int offset)
{
    public Parameter Parameter => parameter;

    /// <summary>The distance from 1 to the next larger number of the element type.</summary>
    public abstract double Epsilon { get; }

    /// <summary>Whether no weight is NaN or infinite.</summary>
    public abstract bool HasFiniteWeights { get; }

    public static VectorPart Of(Parameter parameter, int offset)
    {
        WideWeights.Require(parameter, "optimizer");
        return parameter.Weights.ElementType == typeof(float) ? new SinglePart(parameter, offset) : new DoublePart(parameter, offset);
    }

    public Span<double> Slice(Span<double> vector) => vector.Slice(offset, (int)parameter.Length);

    public ReadOnlySpan<double> Slice(ReadOnlySpan<double> vector) => vector.Slice(offset, (int)parameter.Length);

    public abstract void ReadWeights(Span<double> destination);

    public abstract void ReadGradients(Span<double> destination);

    /// <summary>Writes start + step direction to the weights.</summary>
    public abstract void Move(ReadOnlySpan<double> start, double step, ReadOnlySpan<double> direction);

    private static bool AreFinite<T>(ReadOnlySpan<T> weights)
        where T : IFloatingPointIeee754<T>
    {
        foreach (var weight in weights)
        {
            if (!T.IsFinite(weight))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class DoublePart(Parameter parameter, int offset) : VectorPart(parameter, offset)
    {
        public override double Epsilon => 2.220446049250313e-16;

        public override bool HasFiniteWeights => AreFinite<double>(Parameter.Weights.Span<double>());

        public override void ReadWeights(Span<double> destination) => Parameter.Weights.Span<double>().CopyTo(destination);

        public override void ReadGradients(Span<double> destination) => Parameter.Gradients.ReadOnlySpan<double>().CopyTo(destination);

        public override void Move(ReadOnlySpan<double> start, double step, ReadOnlySpan<double> direction)
        {
            start.CopyTo(Parameter.Weights.Span<double>());
            if (step != 0)
            {
                DenseVector.AddScaled(Parameter.Weights.Span<double>(), step, direction);
            }
        }
    }

    private sealed class SinglePart(Parameter parameter, int offset) : VectorPart(parameter, offset)
    {
        public override double Epsilon => 1.1920928955078125e-7;

        public override bool HasFiniteWeights => AreFinite<float>(Parameter.Weights.Span<float>());

        public override void ReadWeights(Span<double> destination) => Widen(Parameter.Weights.Span<float>(), destination);

        public override void ReadGradients(Span<double> destination) => Widen(WideWeights.GradientsOf<float>(Parameter), destination);

        public override void Move(ReadOnlySpan<double> start, double step, ReadOnlySpan<double> direction)
        {
            var weights = Parameter.Weights.Span<float>();
            var weightVectors = MemoryMarshal.Cast<float, Vector<float>>(weights);
            var startVectors = MemoryMarshal.Cast<double, Vector<double>>(start);
            var directionVectors = MemoryMarshal.Cast<double, Vector<double>>(direction);
            for (var i = 0; i < weightVectors.Length; i++)
            {
                var (low, high) = (startVectors[2 * i], startVectors[(2 * i) + 1]);
                if (step != 0)
                {
                    low += step * directionVectors[2 * i];
                    high += step * directionVectors[(2 * i) + 1];
                }

                weightVectors[i] = Vector.Narrow(low, high);
            }

            for (var i = weightVectors.Length * Vector<float>.Count; i < weights.Length; i++)
            {
                weights[i] = (float)(step == 0 ? start[i] : start[i] + (step * direction[i]));
            }
        }

        private static void Widen(ReadOnlySpan<float> source, Span<double> destination)
        {
            var sourceVectors = MemoryMarshal.Cast<float, Vector<float>>(source);
            var destinationVectors = MemoryMarshal.Cast<double, Vector<double>>(destination);
            for (var i = 0; i < sourceVectors.Length; i++)
            {
                Vector.Widen(sourceVectors[i], out destinationVectors[2 * i], out destinationVectors[(2 * i) + 1]);
            }

            for (var i = sourceVectors.Length * Vector<float>.Count; i < source.Length; i++)
            {
                destination[i] = source[i];
            }
        }
    }
}

using System.Numerics;

namespace Descent.Training;

/// <summary>Parameters whose weights are moved to places of a line, where those of 16 bits would round each place to its neighbour.</summary>
internal static class WideWeights
{
    /// <summary>Throws if a parameter has weights of another type than <see cref="float"/> and <see cref="double"/>, or elsewhere than in this processor's memory.</summary>
    public static void Require(Parameter parameter, string argument)
    {
        var type = parameter.Weights.ElementType;
        if (type != typeof(float) && type != typeof(double))
        {
            throw new ArgumentException(
                $"Parameter '{parameter.Name}' has weights of {type.Name}, which are moved by steps alone: here they must be float or double. Freeze it to leave it out.", argument);
        }

        if (parameter.Weights.IsOnDevice)
        {
            throw new ArgumentException($"Parameter '{parameter.Name}' has weights on a device, and they are moved in this processor's memory here. Freeze it to leave it out.", argument);
        }
    }

    /// <summary>The gradients of such a parameter, which may be of 16 bits themselves.</summary>
    public static ReadOnlySpan<T> GradientsOf<T>(Parameter parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => parameter.Gradients.ElementType == typeof(T) ? parameter.Gradients.ReadOnlySpan<T>() : parameter.Gradients.ToArray<T>();
}

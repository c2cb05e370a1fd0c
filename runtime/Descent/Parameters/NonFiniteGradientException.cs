namespace Descent;

/// <summary>A gradient is infinite or not a number, and the options say to throw then. Nothing was changed.</summary>
public sealed class NonFiniteGradientException : InvalidOperationException
{
    /// <summary>Makes an exception without a place.</summary>
    public NonFiniteGradientException()
    {
    }

    /// <summary>Makes an exception without a place.</summary>
    /// <param name="message">What happened.</param>
    public NonFiniteGradientException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception without a place.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public NonFiniteGradientException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal NonFiniteGradientException(Parameter parameter, long index, double value)
        : base(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"Gradient {index} of parameter '{parameter.Name}' is {value}; it must be finite. No weight, state or step count was changed."))
        => (Parameter, Index) = (parameter, index);

    /// <summary>The first parameter with such a gradient.</summary>
    public Parameter? Parameter { get; }

    /// <summary>The index of its first such gradient among those that are bound, of some rows or of all; on several ranks, in the whole tensor.</summary>
    public long Index { get; }
}

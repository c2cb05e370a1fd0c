namespace Descent.Engine;

/// <summary>How a value of each weight lies on a device.</summary>
/// <param name="Type">As what it is stored.</param>
/// <param name="Precision">What becomes of the part that is not; of states, whether chance decides.</param>
/// <param name="Use">Where chance decides, the number under which it is drawn.</param>
internal readonly record struct DeviceElement(Type Type, WeightPrecision Precision = WeightPrecision.Nearest, int Use = 0)
{
    /// <summary>Whether storing draws random bits.</summary>
    public bool IsRandom => Precision == WeightPrecision.Stochastic;

    /// <summary>The weights of a parameter.</summary>
    public static DeviceElement OfWeights(Parameter parameter)
        => new(parameter.Memory.ElementType, parameter.Memory.Precision, parameter.Memory.Precision == WeightPrecision.Stochastic ? parameter.UseOfRounding : 0);

    public static implicit operator DeviceElement(Type type) => new(type);

    /// <inheritdoc/>
    public override string ToString()
        => Precision == WeightPrecision.Nearest ? TensorView.NameOf(Type) : FormattableString.Invariant($"{TensorView.NameOf(Type)} {Precision} {Use}");
}

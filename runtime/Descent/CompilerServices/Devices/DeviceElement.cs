namespace Descent.CompilerServices;

/// <summary>How a value of each weight lies on a device.</summary>
/// <param name="Type">As what it is stored.</param>
/// <param name="Precision">What becomes of the part that is not; of states, whether chance decides.</param>
/// <param name="Use">Where chance decides, the number under which it is drawn.</param>
/// <param name="IsCut">Whether blocks of codes are cut short where ranges of the tensor end; otherwise a value's block follows from its place alone.</param>
internal readonly record struct DeviceElement(Type Type, WeightPrecision Precision = WeightPrecision.Nearest, int Use = 0, bool IsCut = false)
{
    /// <summary>Whether it is a code of 8 bits in a block with a scale, which has a sign where the type has.</summary>
    public bool IsInBlocks => Type == typeof(byte) || Type == typeof(sbyte);

    /// <summary>Whether storing draws random bits.</summary>
    public bool IsRandom => Precision == WeightPrecision.Stochastic;

    public static implicit operator DeviceElement(Type type) => new(type);

    /// <inheritdoc/>
    public override string ToString()
        => Precision == WeightPrecision.Nearest ? Type.Name + (IsCut ? " in cut blocks" : "") : FormattableString.Invariant($"{Type.Name} {Precision} {Use}");
}

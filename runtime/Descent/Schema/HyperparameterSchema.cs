namespace Descent;

/// <summary>A hyperparameter of a rule as its author declared it.</summary>
/// <param name="name">The name of its property.</param>
/// <param name="defaultValue">The value of a new optimizer.</param>
public sealed class HyperparameterSchema(string name, object defaultValue)
{
    /// <summary>The name of its property.</summary>
    public string Name => name;

    /// <summary>The value of a new optimizer: a <see cref="double"/>, <see cref="int"/>, <see cref="bool"/> or member of an enumeration.</summary>
    public object DefaultValue => defaultValue;

    /// <summary>The type of its values.</summary>
    public Type ValueType => defaultValue.GetType();

    /// <summary>The smallest allowed value; NaN for none.</summary>
    public double Min { get; init; } = double.NaN;

    /// <summary>The largest allowed value; NaN for none.</summary>
    public double Max { get; init; } = double.NaN;

    /// <summary>A bound that every value must be greater than; NaN for none.</summary>
    public double Above { get; init; } = double.NaN;

    /// <summary>A bound that every value must be less than; NaN for none.</summary>
    public double Below { get; init; } = double.NaN;

    /// <summary>What it is to those who do not know the rule.</summary>
    public HyperparameterRole Role { get; init; }

    /// <summary>All values of a switch or an enumeration; empty for a number.</summary>
    public IReadOnlyList<object> Choices { get; init; } = [];

    /// <summary>Whether its author lets nobody set it: it has no setter, or one that is not as public as itself.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether a number is finite and in the range.</summary>
    internal bool Admits(double value) => double.IsFinite(value) && !(value < Min) && !(value > Max) && !(value <= Above) && !(value >= Below);

    /// <summary>Whether a number is in the range.</summary>
    internal bool Admits(int value) => Admits((double)value);
}

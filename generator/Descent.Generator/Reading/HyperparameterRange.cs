using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>The range that a <c>[Hyperparameter]</c> attribute allows. A bound that is not given is NaN.</summary>
internal readonly record struct HyperparameterRange(double Min, double Max, double Above, double Below)
{
    public static HyperparameterRange Of(AttributeData attribute)
    {
        return new(Bound("Min"), Bound("Max"), Bound("Above"), Bound("Below"));

        double Bound(string name) => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: not TypedConstantKind.Error, Value: double value } ? value : double.NaN;
    }

    /// <summary>Whether a setter takes the value: it is finite and no bound refuses it.</summary>
    public bool Contains(double value)
        => !double.IsNaN(value) && !double.IsInfinity(value) && !(value < Min) && !(value > Max) && !(value <= Above) && !(value >= Below);

    /// <summary>The bound nearest to a value outside; <see langword="null"/> where that bound itself is not allowed.</summary>
    public double? Nearest(double value)
    {
        var bound = value < Min ? Min : value > Max ? Max : double.NaN;
        return Contains(bound) ? bound : null;
    }

    /// <summary>What a value would have to be that is refused: "at least 0 and less than 1".</summary>
    public string Words(double value)
    {
        if (double.IsInfinity(value))
        {
            return "finite";
        }

        var bounds = new (string Words, double Bound)[] { ("at least", Min), ("greater than", Above), ("at most", Max), ("less than", Below) }
            .Where(pair => !double.IsNaN(pair.Bound))
            .Select(pair => $"{pair.Words} {Text(pair.Bound)}")
            .ToList();
        return bounds.Count == 0 ? "finite" : string.Join(" and ", bounds);
    }

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

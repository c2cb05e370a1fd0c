using System;
using System.Linq;
using Descent.Generator.Infrastructure;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>One term of a value, as powers of what is looked for.</summary>
/// <param name="Exponents">The power of each in twelfths, so that a square root of a cube root is whole; none if they are not known.</param>
/// <param name="IsOfGradient">Whether it depends on the gradient.</param>
internal readonly record struct Monomial(EquatableArray<int> Exponents, bool IsOfGradient)
{
    /// <summary>The exponent of what is there once.</summary>
    public const int Once = 12;

    private const int Largest = 100 * Once;

    public bool IsKnown => Exponents.Count > 0;

    /// <summary>Whether nothing that is looked for is in it.</summary>
    public bool IsPlain => IsKnown && Exponents.Items.All(exponent => exponent == 0);

    public static Monomial Unknown(bool isOfGradient) => new(default, isOfGradient);

    /// <summary>The term in which one thing, if any, is there once.</summary>
    public static Monomial Of(int tracked, int? symbol, bool isOfGradient = false)
        => new(Enumerable.Range(0, tracked).Select(index => index == symbol ? Once : 0).ToEquatableArray(), isOfGradient);

    /// <summary>The product with a power of another term.</summary>
    public Monomial Times(Monomial other, int power)
    {
        var isOfGradient = IsOfGradient || other.IsOfGradient;
        return IsKnown && other.IsKnown
            ? Checked(Exponents.Items.Zip(other.Exponents.Items, (one, two) => one + (power * two)).ToEquatableArray(), isOfGradient)
            : Unknown(isOfGradient);
    }

    public Monomial Power(double power)
    {
        var raised = Exponents.Items.Select(exponent => exponent * power).ToList();
        return raised.All(exponent => Math.Abs(exponent) <= Largest && exponent == Math.Floor(exponent))
            ? new(raised.Select(exponent => (int)exponent).ToEquatableArray(), IsOfGradient)
            : Unknown(IsOfGradient);
    }

    private static Monomial Checked(EquatableArray<int> exponents, bool isOfGradient)
        => exponents.Items.All(exponent => Math.Abs(exponent) <= Largest) ? new(exponents, isOfGradient) : Unknown(isOfGradient);
}

using System.Numerics;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>A value in the evaluation of a random rule: what it is at this weight, and what is known of it at all weights.</summary>
/// <typeparam name="T">The type of the weights.</typeparam>
internal struct Value<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Which computed value it is: an assignment of a variable keeps it, any operation makes another.</summary>
    public int Identity;

    public Level Level;

    /// <summary>Whether it follows from constants alone.</summary>
    public bool IsKnown;

    /// <summary>The number, below element level.</summary>
    public double Number;

    /// <summary>The number, at element level.</summary>
    public T Element;

    public int Integer;

    public bool Condition;

    /// <summary>A square state, row by row.</summary>
    public double[]? Square;

    /// <summary>The number where it meets an element: rounded once.</summary>
    public readonly T AsElement => Level == Level.Element ? Element : T.CreateTruncating(Number);
}

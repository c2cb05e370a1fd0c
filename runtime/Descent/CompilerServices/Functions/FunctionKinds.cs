using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

// Functions of numbers of float, by how their values are found. What implements them is a type argument.

/// <summary>A function of one number.</summary>
internal interface IUnaryFunction
{
    /// <summary>What C# gives.</summary>
    static abstract double Of(double x);

    /// <summary>What rounds to the correctly rounded <see cref="float"/>, for numbers of <see cref="float"/>.</summary>
    static abstract TDoubles Of<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>;
}

/// <summary>A function that has a quick way for ordinary numbers.</summary>
internal interface IQuickFunction : IUnaryFunction
{
    /// <summary>Whether numbers below 0 are ordinary, too.</summary>
    static virtual bool HasSigns => true;

    /// <summary>The least magnitude that is ordinary.</summary>
    static virtual float Least => 0;

    /// <summary>The magnitude from which on none is ordinary.</summary>
    static abstract float End { get; }

    /// <summary>Whether the quick way of such lanes is right for what is not ordinary, too.</summary>
    static virtual bool TakesAll<TDoubles>() => false;

    /// <summary>What the quick way of such lanes may be wrong by, in last places of <see cref="double"/>: a power of 2.</summary>
    static virtual uint Margin<TDoubles>() => DoubleRounding.Margin;

    /// <summary>The value of an ordinary number, with an error below the margin.</summary>
    static abstract TDoubles Quickly<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>;
}

/// <summary>The logarithm to some base: ordinary are finite numbers above 0.</summary>
internal interface ILogarithm : IQuickFunction
{
    static bool IQuickFunction.HasSigns => false;

    static float IQuickFunction.Least => float.Epsilon;

    static float IQuickFunction.End => float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IQuickFunction.TakesAll<TDoubles>() => Tables.Serve<TDoubles>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint IQuickFunction.Margin<TDoubles>() => Tables.Serve<TDoubles>() ? TableLogarithms.Margin : DoubleRounding.Margin;
}

/// <summary>A function of two numbers.</summary>
internal interface IBinaryFunction
{
    /// <summary>What C# gives.</summary>
    static abstract double Of(double x, double y);

    /// <summary>What rounds to the correctly rounded <see cref="float"/>, for numbers of <see cref="float"/>; within the margin if it is tested.</summary>
    static abstract TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
        where TDoubles : struct, IDoubles<TDoubles>;
}

/// <summary>A function of more pairs than can be tried.</summary>
internal interface ITestedFunction : IBinaryFunction
{
    /// <summary>The value, with an error below <see cref="DoubleRounding.Margin"/>; whether all lanes are ordinary.</summary>
    static abstract bool TryQuickly<TDoubles>(TDoubles x, TDoubles y, out TDoubles value)
        where TDoubles : struct, IDoubles<TDoubles>;

    /// <summary>The largest relative error of the other way.</summary>
    static abstract double Margin { get; }

    /// <summary>What rounds to the correctly rounded <see cref="float"/>, where the margin does not tell.</summary>
    static abstract TDoubles Precisely<TDoubles>(TDoubles x, TDoubles y)
        where TDoubles : struct, IDoubles<TDoubles>;
}

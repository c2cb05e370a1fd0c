namespace Descent.CompilerServices;

// Functions of relaxed rules: those of System.Numerics.Vector, a few last places from System.Math. A lane may round otherwise beside other lanes.
public partial interface ILanes<TLanes, T>
{
    /// <summary>The exponential of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes VectorExp(TLanes x);

    /// <summary>The natural logarithm of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes VectorLog(TLanes x);

    /// <summary>The logarithm to base 2 of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes VectorLog2(TLanes x);

    /// <summary>The sine of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes VectorSin(TLanes x);

    /// <summary>The cosine of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes VectorCos(TLanes x);
}

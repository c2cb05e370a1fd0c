namespace Descent.Matrices;

/// <summary>Vectors of one width, as products use them.</summary>
/// <typeparam name="TVector">A vector, or a number alone.</typeparam>
/// <typeparam name="T">The type of its values.</typeparam>
internal interface IVectors<TVector, T>
    where T : unmanaged
{
    /// <summary>The number of values of a vector.</summary>
    static abstract int Width { get; }

    static abstract TVector Broadcast(T value);

    static abstract unsafe TVector Load(T* source);

    static abstract unsafe void Store(TVector vector, T* destination);

    /// <summary>x y + z, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);
}

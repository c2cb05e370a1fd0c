using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

/// <summary>Numbers of 16 bits: from and to <see cref="float"/>, one and in vectors, with the same bits.</summary>
internal interface INarrowFormat
{
    /// <summary>The storage that it is.</summary>
    static abstract StateStorage Storage { get; }

    /// <summary>The number that is stored.</summary>
    static abstract float Decode(ushort stored);

    /// <summary>The nearest number, of two the even one.</summary>
    static abstract ushort Encode(float value);

    /// <summary>One of the two numbers around a value, by chance so that the mean is the value.</summary>
    static abstract ushort Encode(float value, uint random);

    /// <summary>The numbers that are stored, each in the low half of a lane.</summary>
    static abstract Vector<float> Decode(Vector<uint> stored);

    /// <summary>The nearest numbers, each in the low half of a lane.</summary>
    static abstract Vector<uint> Encode(Vector<float> value);

    /// <summary>For each value one of the two numbers around it, by chance, in the low half of a lane.</summary>
    static abstract Vector<uint> Encode(Vector<float> value, Vector<uint> random);

    /// <summary>Eight numbers that are stored, where <see cref="NarrowLanes.OfEightAreSupported"/>.</summary>
    static abstract Vector256<float> Decode(Vector128<ushort> stored);

    /// <summary>Eight nearest numbers, where <see cref="NarrowLanes.OfEightAreSupported"/>.</summary>
    static abstract Vector128<ushort> Encode(Vector256<float> value);

    /// <summary>Sixteen numbers that are stored.</summary>
    static abstract Vector512<float> Decode(Vector256<ushort> stored);

    /// <summary>Sixteen nearest numbers.</summary>
    static abstract Vector256<ushort> Encode(Vector512<float> value);
}

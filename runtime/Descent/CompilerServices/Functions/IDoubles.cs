namespace Descent.CompilerServices.Functions;

/// <summary>
/// A vector of <see cref="double"/>, with what the functions of <see cref="float"/> are computed with: operations that IEEE 754 rounds
/// correctly, so that the bits are the same on every processor and for every number of lanes, and the bits themselves. A comparison gives
/// a mask.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal interface IDoubles<TSelf>
    where TSelf : struct, IDoubles<TSelf>
{
    /// <summary>The value in every lane.</summary>
    static abstract TSelf Create(double value);

    /// <summary>The bits in every lane.</summary>
    static abstract TSelf FromBits(ulong bits);

    /// <summary>The numbers of the lanes from 0 on, as the bits of integers.</summary>
    static abstract TSelf Places { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf value);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    static abstract TSelf operator ~(TSelf value);

    static abstract TSelf operator <(TSelf left, TSelf right);

    static abstract TSelf operator <=(TSelf left, TSelf right);

    static abstract TSelf operator >(TSelf left, TSelf right);

    static abstract TSelf operator >=(TSelf left, TSelf right);

    static abstract TSelf operator ==(TSelf left, TSelf right);

    static abstract TSelf operator !=(TSelf left, TSelf right);

    /// <summary>The bits as integers, shifted to the left.</summary>
    static abstract TSelf operator <<(TSelf value, int count);

    /// <summary>The bits as integers without a sign, shifted to the right.</summary>
    static abstract TSelf operator >>>(TSelf value, int count);

    /// <summary>The sums of the bits as integers.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>The products, of 64 bits, of the low 32 bits as integers without a sign.</summary>
    static abstract TSelf MultiplyWords(TSelf left, TSelf right);

    /// <summary>The first value where the mask holds, the second where it does not.</summary>
    static abstract TSelf Select(TSelf condition, TSelf whenTrue, TSelf whenFalse);

    /// <summary>Whether the left is less in every lane.</summary>
    static abstract bool AreBelow(TSelf left, TSelf right);

    /// <summary>Whether the low 32 bits of some lane of either, once an offset is added to them, have none of those of a mask.</summary>
    static abstract bool AnyClear(TSelf left, TSelf right, uint offset, uint mask);

    /// <summary>Whether the mask holds anywhere.</summary>
    static abstract bool Any(TSelf mask);

    /// <summary>x · y + z with one rounding, which processors without that operation get from software.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>
    /// The mask of the sign bits, of −0 and of what is not a number too. To be preferred to a comparison where a mask is asked twice: some processors take a comparison's
    /// into a vector by an instruction (<c>vpmovm2q</c>) that waits for what was in its register before, which may be the end of the loop's last round.
    /// </summary>
    static abstract TSelf IsNegative(TSelf x);

    static abstract TSelf IsNaN(TSelf x);

    static abstract TSelf Abs(TSelf x);

    static abstract TSelf Sqrt(TSelf x);

    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    static abstract TSelf Truncate(TSelf x);

    /// <summary>To the nearest integer, halves to the even one.</summary>
    static abstract TSelf Round(TSelf x);
}

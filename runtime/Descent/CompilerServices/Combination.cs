using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

/// <summary>What a reduction to an extreme does with a total and a term, for one number and for vectors of them.</summary>
internal interface ICombination
{
    static abstract Vector512<T> Of<T>(Vector512<T> total, Vector512<T> term);

    static abstract Vector256<T> Of<T>(Vector256<T> total, Vector256<T> term);

    static abstract Vector128<T> Of<T>(Vector128<T> total, Vector128<T> term);

    static abstract Vector<T> Of<T>(Vector<T> total, Vector<T> term);

    static abstract T Of<T>(T total, T term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>The larger: NaN wins, and +0 is greater than −0.</summary>
internal readonly struct Maximum : ICombination
{
    public static Vector512<T> Of<T>(Vector512<T> total, Vector512<T> term) => Vector512.Max(total, term);

    public static Vector256<T> Of<T>(Vector256<T> total, Vector256<T> term) => Vector256.Max(total, term);

    public static Vector128<T> Of<T>(Vector128<T> total, Vector128<T> term) => Vector128.Max(total, term);

    public static Vector<T> Of<T>(Vector<T> total, Vector<T> term) => Vector.Max(total, term);

    public static T Of<T>(T total, T term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Max(total, term);
}

/// <summary>The smaller, likewise.</summary>
internal readonly struct Minimum : ICombination
{
    public static Vector512<T> Of<T>(Vector512<T> total, Vector512<T> term) => Vector512.Min(total, term);

    public static Vector256<T> Of<T>(Vector256<T> total, Vector256<T> term) => Vector256.Min(total, term);

    public static Vector128<T> Of<T>(Vector128<T> total, Vector128<T> term) => Vector128.Min(total, term);

    public static Vector<T> Of<T>(Vector<T> total, Vector<T> term) => Vector.Min(total, term);

    public static T Of<T>(T total, T term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Min(total, term);
}

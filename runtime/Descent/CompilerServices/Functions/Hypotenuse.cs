using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The root of the sum of two squares. Squares of numbers of <see cref="float"/> are exact, so is the rounding of their sum, and so is the
/// residual of the root: its sign says to which side the root was rounded. A root that was rounded to an even last bit gives way to its
/// neighbour on the other side, which is odd, and then rounding again to <see cref="float"/> is right (Boldo and Melquiond, Emulation of FMA
/// and correctly rounded sums: proved algorithms using rounding to odd, IEEE Transactions on Computers 57(4), 2008).
/// </summary>
internal static class Hypotenuse
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (zero, infinity) = (TDoubles.Create(0), TDoubles.Create(double.PositiveInfinity));
        var (a, b) = (x * x, y * y);
        var sum = a + b;
        var part = sum - a;
        var error = (a - (sum - part)) + (b - part);
        var root = TDoubles.Sqrt(sum);
        var residual = TDoubles.FusedMultiplyAdd(-root, root, sum) + error;
        var isEven = ((root << 63) | TDoubles.Create(1)) > zero;
        var step = ((residual > zero) & TDoubles.FromBits(1)) | (residual < zero);
        root = TDoubles.Select(isEven, TDoubles.AddBits(root, step), root);
        return TDoubles.Select((TDoubles.Abs(x) == infinity) | (TDoubles.Abs(y) == infinity), infinity, root);
    }
}

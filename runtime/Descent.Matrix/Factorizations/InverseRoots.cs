namespace Descent.Matrices;

/// <summary>Inverse roots of numbers.</summary>
internal static class InverseRoots
{
    /// <summary>value^(−1 / root), of square roots and one division where the root is a power of two.</summary>
    public static double Of(double value, long root)
    {
        if (!long.IsPow2(root))
        {
            return Math.Pow(value, -1.0 / root);
        }

        for (; root > 1; root /= 2)
        {
            value = Math.Sqrt(value);
        }

        return 1 / value;
    }
}

namespace Descent.Tests.Strictness;

/// <summary>Operations on whole matrices as an author writes them, beside random rules: of a value and a square state, of two values, and of a square state alone.</summary>
internal static class OwnOperations
{
    /// <summary>The path of its file.</summary>
    public const string Path = "OwnMatrix.cs";

    /// <summary>The class, in C#.</summary>
    public const string Text = """
        using System.Numerics;
        using Descent;
        using Descent.Matrices;

        public static class OwnMatrix
        {
            [MatrixOperation]
            public static double Turn(double value, SquareMatrix left, double share)
                => WholeMatrix.Compute(value, (argument, result, workspace) => Turn(argument, left.View(), share, result, workspace));

            public static void Turn<T>(ReadOnlyMatrixView<T> value, ReadOnlyMatrixView<T> left, double share, MatrixView<T> result, MatrixWorkspace workspace)
                where T : unmanaged, IBinaryFloatingPointIeee754<T>
            {
                for (var row = 0; row < value.Rows; row++)
                {
                    for (var column = 0; column < value.Columns; column++)
                    {
                        result[row, column] = value[value.Rows - 1 - row, column] * T.CreateTruncating(share) + left[row, row];
                    }
                }
            }

            [MatrixOperation(Method = nameof(CombineBoth))]
            public static double Combine(double first, double second, bool isDifference)
                => WholeMatrix.Compute(first, second, (one, other, result, workspace) => CombineBoth(one, other, isDifference, result, workspace));

            public static void CombineBoth<T>(ReadOnlyMatrixView<T> first, ReadOnlyMatrixView<T> second, bool isDifference, MatrixView<T> result, MatrixWorkspace workspace)
                where T : unmanaged, IBinaryFloatingPointIeee754<T>
            {
                for (var row = 0; row < first.Rows; row++)
                {
                    for (var column = 0; column < first.Columns; column++)
                    {
                        var other = second[row, first.Columns - 1 - column];
                        result[row, column] = isDifference ? first[row, column] - other : first[row, column] + other;
                    }
                }
            }

            [MatrixOperation]
            public static void Shift(SquareMatrix state, int places, double share)
                => WholeMatrix.Change(workspace => Shift(state.View(), places, share, workspace));

            public static void Shift<T>(MatrixView<T> state, int places, double share, MatrixWorkspace workspace)
                where T : unmanaged, IBinaryFloatingPointIeee754<T>
            {
                var before = state.Values.ToArray();
                for (var place = 0; place < before.Length; place++)
                {
                    state.Values[place] = before[(place + places) % before.Length] * T.CreateTruncating(share);
                }
            }
        }
        """;
}

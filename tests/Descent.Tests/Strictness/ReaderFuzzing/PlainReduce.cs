namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>What stands in plain copies where rules have <c>Reduce</c>: the method runs over all weights until each total is known; the last run counts.</summary>
internal static class PlainReduce
{
    /// <summary>The class, in C#. What the totals of terms are is told from outside.</summary>
    public const string Text = """
        public static class PlainReduce
        {
            private static readonly System.Collections.Generic.List<(string Per, double[] Values)> s_known = new();
            private static double[] s_terms, s_others;
            private static string s_kind, s_per;
            private static int s_rows, s_columns, s_position, s_weight;
            private static double[][] s_squares;
            private static double[] s_numbers;

            /// <summary>The totals of terms, one of each weight: of a kind and over what.</summary>
            public static System.Func<string, string, double[], int, double[]> Totals { get; set; }

            /// <summary>Operations on whole matrices: of a name, with the values of the weights, square states and numbers, for so many columns.</summary>
            public static System.Func<string, double[], double[][], double[], int, double[]> Whole { get; set; }

            public static double Length => s_rows * s_columns;
            public static double Rows => s_rows;
            public static double Columns => s_columns;

            public static void Begin(int rows, int columns) { (s_rows, s_columns) = (rows, columns); s_known.Clear(); }
            public static void NextRun() { (s_weight, s_terms, s_others) = (-1, null, null); }
            public static void NextWeight() { s_weight++; s_position = 0; }

            public static bool EndRun()
            {
                if (s_terms is null) { return true; }
                s_known.Add((s_per, s_per == "Each" ? Whole(s_kind, s_others is null ? s_terms : [.. s_terms, .. s_others], s_squares, s_numbers, s_columns) : Totals(s_kind, s_per, s_terms, s_columns)));
                return false;
            }

            public static double Sum(double value, PlainPer per = PlainPer.Tensor, PlainPer each = PlainPer.Weight) => Next("Sum", value, per, each);
            public static double Max(double value, PlainPer per = PlainPer.Tensor, PlainPer each = PlainPer.Weight) => Next("Max", value, per, each);
            public static double Min(double value, PlainPer per = PlainPer.Tensor, PlainPer each = PlainPer.Weight) => Next("Min", value, per, each);
            public static double Count(bool condition, PlainPer per = PlainPer.Tensor) => Next("Sum", condition ? 1 : 0, per, PlainPer.Weight);
            public static double Mean(double value, PlainPer per = PlainPer.Tensor, PlainPer each = PlainPer.Weight)
                => Sum(value, per, each) / (per == PlainPer.Row ? s_columns : per == PlainPer.Column || each == PlainPer.Row ? s_rows : Length);

            internal static double Next(string operation, double value, double[][] squares, params double[] numbers)
            {
                (s_squares, s_numbers) = s_position == s_known.Count ? (squares, numbers) : (s_squares, s_numbers);
                return Next(operation, value, "Each");
            }

            internal static double NextOfTwo(string operation, double value, double other, params double[] numbers)
            {
                if (s_position == s_known.Count)
                {
                    s_others ??= new double[s_rows * s_columns];
                    s_others[s_weight] = other;
                }

                return Next(operation, value, new double[0][], numbers);
            }

            private static double Next(string kind, double value, PlainPer per, PlainPer each) => Next(kind, value, each == PlainPer.Row ? "Rows" : per.ToString());

            private static double Next(string kind, double value, string per)
            {
                if (s_position < s_known.Count)
                {
                    var (over, values) = s_known[s_position++];
                    return values[over == "Each" ? s_weight : over == "Row" ? s_weight / s_columns : over == "Column" ? s_weight % s_columns : 0];
                }

                if (s_position++ == s_known.Count)
                {
                    s_terms ??= new double[s_rows * s_columns];
                    (s_terms[s_weight], s_kind, s_per) = (value, kind, per);
                }

                return 1;
            }
        }
        public enum PlainPer { Weight, Tensor, Row, Column }
        public static class PlainMatrix
        {
            public static double Multiply(double[] left, double right) => PlainReduce.Next("MultiplyLeft", right, new[] { left });
            public static double Multiply(double left, double[] right) => PlainReduce.Next("MultiplyRight", left, new[] { right });
            public static double ToBasis(double value, double[] left, double[] right) => PlainReduce.Next("ToBasis", value, new[] { left, right });
            public static double FromBasis(double value, double[] left, double[] right) => PlainReduce.Next("FromBasis", value, new[] { left, right });
            public static double Orthogonalize(double value, int steps) => PlainReduce.Next("Orthogonalize", value, new double[0][], steps, 1e-7, 0);
            public static double Orthogonalize(double value, int steps, double epsilon, bool isAtLeast) => PlainReduce.Next("Orthogonalize", value, new double[0][], steps, epsilon, isAtLeast ? 1 : 0);
            public static double RefineBasis(double value, double[] left, double[] leftVectors, double[] right, double[] rightVectors) => PlainReduce.Next("RefineBasis", value, new[] { left, leftVectors, right, rightVectors });
            public static void AddGramOfRows(double value, double[] state, double decay = 1, double share = 1) => PlainReduce.Next("AddGramOfRows", value, new[] { state }, decay, share);
            public static void AddGramOfColumns(double value, double[] state, double decay = 1, double share = 1) => PlainReduce.Next("AddGramOfColumns", value, new[] { state }, decay, share);
            public static void InverseRoot(double[] symmetric, int root, double epsilon, double[] result) => PlainReduce.Next("InverseRoot", 0, new[] { symmetric, result }, root, epsilon);
            public static void Eigenvectors(double[] symmetric, double[] vectors) => PlainReduce.Next("Eigenvectors", 0, new[] { symmetric, vectors });
            public static void Multiply(double[] left, double[] right, double[] result) => PlainReduce.Next("MultiplySquares", 0, new[] { left, right, result });
            public static void Transpose(double[] matrix, double[] result) => PlainReduce.Next("Transpose", 0, new[] { matrix, result });
            public static void Qr(double[] matrix, double[] orthonormal, double[] triangle) => PlainReduce.Next("Qr", 0, new[] { matrix, orthonormal, triangle });
            public static void Qr(double[] matrix, double[] orthonormal) => PlainReduce.Next("Qr", 0, new[] { matrix, orthonormal, new double[matrix.Length] });
        }
        public static class PlainOwnMatrix
        {
            public static double Turn(double value, double[] left, double share) => PlainReduce.Next("Turn", value, new[] { left }, share);
            public static double Combine(double first, double second, bool isDifference) => PlainReduce.NextOfTwo("Combine", first, second, isDifference ? 1 : 0);
            public static void Shift(double[] state, int places, double share) => PlainReduce.Next("Shift", 0, new[] { state }, places, share);
        }
        """;

    /// <summary>The totals of terms, by the tree that is written out plainly.</summary>
    /// <param name="namesRows">Whether the rule names rows or columns: then a total is that of the rows' totals.</param>
    /// <param name="kind">What is done with terms.</param>
    /// <param name="per">Over what.</param>
    /// <param name="terms">The terms, row by row.</param>
    /// <param name="columns">How many columns there are.</param>
    public static double[] Totals(bool namesRows, string kind, string per, double[] terms, int columns) => per switch
    {
        "Row" => PlainTree.OfRows(kind, terms, columns),
        "Column" => PlainTree.OfColumns(kind, terms, columns),
        "Rows" => [PlainTree.Combine(kind, [.. terms.Where((_, index) => index % columns == 0)])],
        _ => [namesRows ? PlainTree.Combine(kind, PlainTree.OfRows(kind, terms, columns)) : PlainTree.Total(kind, terms)],
    };
}

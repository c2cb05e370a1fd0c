namespace Descent.Generator.IR;

/// <summary>The operations of the IR. <see cref="OperationTable"/> says what each one takes and may do.</summary>
internal enum Opcode
{
    // Where values come from and go to.
    Constant,
    Undefined,
    Hyperparameter,
    Step,
    Argument,
    Load,
    Store,
    Broadcast,

    // Arithmetic, in double or (below element rate) int.
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Negate,

    // Comparisons and logic.
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    ExclusiveOr,
    Not,
    ShiftLeft,
    ShiftRight,
    ShiftRightUnsigned,

    // Conversions.
    ToDouble,
    ToInteger,

    // An index that is known in the step: throws where there is no such element.
    Index,

    // Functions that have a vector form of the same bits.
    SquareRoot,
    Absolute,
    Min,
    Max,
    Sign,
    CopySign,
    Clamp,
    FusedMultiplyAdd,
    MultiplyAdd,
    Floor,
    Ceiling,
    Round,
    Truncate,

    // Functions of relaxed rules: their vector form has other bits than System.Math.
    VectorDivide,
    VectorExp,
    VectorLog,
    VectorLog2,
    VectorSin,
    VectorCos,
    VectorLog10,
    VectorTan,
    VectorAsin,
    VectorAcos,
    VectorAtan,
    VectorAtan2,
    VectorSinh,
    VectorCosh,
    VectorTanh,
    VectorCbrt,
    VectorPow,

    // Functions that no processor has.
    Pow,
    Exp,
    Log,
    Log2,
    Log10,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Atan2,
    Sinh,
    Cosh,
    Tanh,
    Cbrt,
    Hypot,

    // One number from the weights of a row, a column or a tensor, and how many weights, rows and columns a tensor has.
    Reduce,
    Length,
    Rows,
    Columns,

    // An operation on whole matrices, and a square state after one that writes it; once its matrices have their memory, it is applied there.
    Whole,
    Written,
    Apply,

    // Control: regions are bracketed by If … Else … End and Loop … End; Phi and Select choose a value; at a barrier all loops over the tensor
    // must be done.
    Select,
    Phi,
    If,
    Else,
    End,
    Loop,
    Barrier,

    // Helper methods and what is passed to them by reference, gone after inlining.
    Reference,
    Variable,
    Get,
    Set,
    Call,
    Result,
    Return,
}

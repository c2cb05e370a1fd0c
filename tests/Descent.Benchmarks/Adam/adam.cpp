// The step as one would write it in C++, for g++ to vectorize: the same operations in the same order as the generated loop.
#include <cmath>

template <typename T>
static void step(
    long length, T* __restrict weights, const T* __restrict gradients, T* __restrict m, T* __restrict v,
    T beta1, T one_minus_beta1, T beta2, T one_minus_beta2, T correction1, T correction2, T learning_rate, T epsilon)
{
    for (long i = 0; i < length; i++)
    {
        T gradient = gradients[i];
        m[i] = beta1 * m[i] + one_minus_beta1 * gradient;
        v[i] = beta2 * v[i] + one_minus_beta2 * gradient * gradient;
        weights[i] -= learning_rate * (m[i] / correction1) / (std::sqrt(v[i] / correction2) + epsilon);
    }
}

#define ADAM(NAME, T) \
    extern "C" void NAME( \
        long length, T* weights, const T* gradients, T* m, T* v, \
        T beta1, T one_minus_beta1, T beta2, T one_minus_beta2, T correction1, T correction2, T learning_rate, T epsilon) \
    { \
        step<T>(length, weights, gradients, m, v, beta1, one_minus_beta1, beta2, one_minus_beta2, correction1, correction2, learning_rate, epsilon); \
    }

ADAM(adam_float, float)
ADAM(adam_double, double)
